import { existsSync, statSync } from "node:fs";
import { DiskFile } from "../../storage/disk.js";
import type { LocalDirectory, Member } from "./layout.js";
import type { Kind } from "./processes.js";

/** A line that one of an agency's two processes has written. */
export type LogLine = { readonly agency: string; readonly process: Kind; readonly line: string };

/** What of a log is read at a time; of a longer one, its end. */
const MOST_BYTES = 1024 * 1024;

/** A log that grows; a line counts once it has ended. */
export class GrowingLog {
  readonly #path: string;
  readonly #of: Omit<LogLine, "line">;
  #at = 0;

  constructor(dir: LocalDirectory, member: Member, process: Kind) {
    this.#path = dir.log(member, process);
    this.#of = { agency: member.name, process };
  }

  /** The lines that have come since. @throws DISK_* */
  more(): LogLine[] {
    if (!existsSync(this.#path)) return [];
    const { size } = statSync(this.#path);
    // One that is shorter than it was has begun anew.
    const from = size < this.#at ? 0 : Math.max(this.#at, size - MOST_BYTES);
    const bytes = bytesOf(this.#path, from, size - from);
    const end = bytes.lastIndexOf(10) + 1;
    this.#at = from + end;
    const lines = new TextDecoder().decode(bytes.subarray(0, end)).split("\n").slice(0, -1);
    return lines.map((line) => ({ ...this.#of, line }));
  }
}

function bytesOf(path: string, from: number, most: number): Uint8Array {
  const file = DiskFile.open(path, "read");
  try {
    const bytes = new Uint8Array(most);
    return bytes.subarray(0, file.read(bytes, 0, most, from));
  } finally {
    file.close();
  }
}
