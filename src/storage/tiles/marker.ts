import { dirname } from "node:path";
import { utf8Encode } from "../../base/text.js";
import { DiskFile, onDisk, syncDirectory } from "../disk.js";
import type { FileSystem } from "../file-system.js";

/** Bytes that a marker has room for, and a number that is none is longer. */
const MOST_BYTES = 18;

/** How many leaves the tiles hold durably, in decimal; 0 where nothing says so. @throws DISK_* */
export function readMarker(path: string, system: FileSystem): number {
  const text = readIfThere(path, system);
  const size = /^(?:0|[1-9]\d{0,15})\n$/.test(text) ? Number(text) : 0;
  return Number.isSafeInteger(size) ? size : 0;
}

/** Either the old number stands there afterwards or the new one, durably. @throws DISK_* */
export async function writeMarker(path: string, size: number, system: FileSystem): Promise<void> {
  const draft = `${path}.tmp`;
  onDisk(draft, () => system.remove(draft));
  const file = DiskFile.open(draft, "create", system);
  try {
    file.write(utf8Encode(`${size}\n`), 0);
    await file.sync();
  } finally {
    file.close();
  }
  onDisk(path, () => system.rename(draft, path));
  syncDirectory(dirname(path), system);
}

/** @throws DISK_* */
export function removeMarker(path: string, system: FileSystem): void {
  onDisk(path, () => system.remove(path));
}

function readIfThere(path: string, system: FileSystem): string {
  if (!system.exists(path)) return "";
  const file = DiskFile.open(path, "read", system);
  try {
    const bytes = new Uint8Array(MOST_BYTES);
    return String.fromCharCode(...bytes.subarray(0, file.read(bytes, 0, MOST_BYTES, 0)));
  } finally {
    file.close();
  }
}
