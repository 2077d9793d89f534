import { dirname, join } from "node:path";
import { DiskFile, syncDirectory } from "../disk.js";
import { storageError } from "../errors.js";
import { encodeHeader, HEAD_BYTES, HEADER_BYTES, putRecord, RecordType, segmentName } from "./format.js";
import type { Layout, LogPosition } from "./layout.js";

/**
 * The one pen. A failed write or sync leaves the file in a state nobody knows (after a failed fsync
 * the kernel may forget the pages and answer the next one with success), so after it nothing is
 * written until the log was read anew.
 */
export class Appender {
  private readonly layout: Layout;
  private readonly dir: string;
  private readonly networkId: Uint8Array;
  private readonly segmentBytes: number;
  private file: DiskFile | null = null;
  private failure: unknown = null;
  private buffer = new Uint8Array(64 * 1024);

  constructor(layout: Layout, dir: string, networkId: Uint8Array, segmentBytes: number) {
    this.layout = layout;
    this.dir = dir;
    this.networkId = networkId;
    this.segmentBytes = segmentBytes;
    const current = layout.segments.at(-1);
    if (current !== undefined) this.file = DiskFile.open(current.path, "write");
  }

  /** Payloads of one type, in one write. */
  append(type: RecordType, payloads: readonly Uint8Array[]): void {
    this.assertSound();
    this.guard(() => {
      const file = this.fileFor(type);
      const segment = this.layout.segments.at(-1);
      if (segment === undefined) return;
      const starts = this.encode(type, payloads);
      const end = starts[payloads.length] ?? 0;
      file.write(this.buffer.subarray(0, end), segment.byteLength);
      if (type === RecordType.Leaf) {
        for (let i = 0; i < payloads.length; i++) {
          this.layout.place(this.layout.size, segment.byteLength + (starts[i] ?? 0));
        }
      }
      segment.byteLength += end;
    });
  }

  /** Makes durable what was appended before the call; answers how far that is. */
  async sync(): Promise<LogPosition> {
    this.assertSound();
    const { position } = this.layout;
    try {
      await this.file?.sync();
    } catch (error) {
      throw this.poison(error);
    }
    this.assertSound();
    return position;
  }

  syncNow(): LogPosition {
    this.assertSound();
    this.guard(() => this.file?.syncNow());
    return this.layout.position;
  }

  close(): void {
    this.file?.close();
    this.file = null;
  }

  private assertSound(): void {
    if (this.failure !== null) throw storageError("LOG_POISONED", {}, this.failure);
  }

  private guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      throw this.poison(error);
    }
  }

  private poison(error: unknown): unknown {
    this.failure ??= error;
    return error;
  }

  /** Where each record starts in the buffer, and where the last one ends. */
  private encode(type: RecordType, payloads: readonly Uint8Array[]): number[] {
    let length = 0;
    for (const payload of payloads) length += HEAD_BYTES + payload.length;
    if (length > this.buffer.length) this.buffer = new Uint8Array(length * 2);
    const starts = [0];
    let at = 0;
    let index = this.layout.size;
    for (const payload of payloads) {
      at = putRecord(this.buffer, at, type, payload, index);
      starts.push(at);
      if (type === RecordType.Leaf) index++;
    }
    return starts;
  }

  /** The open segment; a block that finds it full starts the next. */
  private fileFor(type: RecordType): DiskFile {
    const current = this.layout.segments.at(-1);
    const full = current === undefined || current.byteLength >= this.segmentBytes;
    if (this.file !== null && !(full && type === RecordType.Leaf)) return this.file;
    this.file?.syncNow();
    this.file?.close();
    this.file = this.startSegment();
    return this.file;
  }

  /** Header and name are durable before a record follows, so a segment is never found without its head. */
  private startSegment(): DiskFile {
    const first = this.layout.size;
    const name = segmentName(first);
    const path = join(this.dir, name);
    const file = DiskFile.open(path, "create");
    file.write(encodeHeader(this.networkId, first), 0);
    file.syncNow();
    syncDirectory(dirname(path));
    this.layout.segments.push({ first, name, path, byteLength: HEADER_BYTES });
    return file;
  }
}
