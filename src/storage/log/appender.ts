import { join } from "node:path";
import { DiskFile, syncDirectory } from "../disk.js";
import { storageError } from "../errors.js";
import type { FileSystem } from "../file-system.js";
import {
  encodeHeader,
  HEAD_BYTES,
  HEADER_BYTES,
  putRecord,
  RecordType,
  segmentName,
} from "./format.js";
import type { Layout, LogPosition } from "./layout.js";
import type { Segment } from "./segments.js";

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
  private readonly system: FileSystem;
  private current: { readonly segment: Segment; readonly file: DiskFile } | null = null;
  private failure: unknown = null;
  private closed = false;
  private buffer = new Uint8Array(64 * 1024);

  constructor(
    layout: Layout,
    dir: string,
    networkId: Uint8Array,
    segmentBytes: number,
    system: FileSystem,
  ) {
    this.layout = layout;
    this.dir = dir;
    this.networkId = networkId;
    this.segmentBytes = segmentBytes;
    this.system = system;
    const segment = layout.segments.at(-1);
    if (segment !== undefined) {
      this.current = { segment, file: DiskFile.open(segment.path, "write", system) };
    }
  }

  /** Payloads of one type, in one write. */
  append(type: RecordType, payloads: readonly Uint8Array[]): void {
    this.assertOpen();
    this.guard(() => {
      const { segment, file } = this.segmentFor(type);
      const starts = this.encode(type, payloads);
      const end = starts.pop() ?? 0;
      file.write(this.buffer.subarray(0, end), segment.byteLength);
      if (type === RecordType.Leaf) {
        for (const start of starts) this.layout.place(this.layout.size, segment.byteLength + start);
      }
      segment.byteLength += end;
    });
  }

  /** Makes durable what was appended before the call; answers how far that is. */
  async sync(): Promise<LogPosition> {
    this.assertOpen();
    const { position } = this.layout;
    try {
      await this.current?.file.sync();
    } catch (error) {
      this.failure ??= error;
      throw error;
    }
    // Another write may have failed meanwhile, and with it what this sync was to cover.
    this.assertSound();
    return position;
  }

  syncNow(): LogPosition {
    this.assertOpen();
    this.guard(() => this.current?.file.syncNow());
    return this.layout.position;
  }

  close(): void {
    this.current?.file.close();
    this.current = null;
    this.closed = true;
  }

  private assertOpen(): void {
    if (this.closed) throw storageError("LOG_CLOSED");
    this.assertSound();
  }

  private assertSound(): void {
    if (this.failure !== null) throw storageError("LOG_POISONED", {}, this.failure);
  }

  private guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.failure ??= error;
      throw error;
    }
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
  private segmentFor(type: RecordType): { readonly segment: Segment; readonly file: DiskFile } {
    const { current } = this;
    if (current !== null) {
      const full = current.segment.byteLength >= this.segmentBytes;
      if (!full || type !== RecordType.Leaf) return current;
      current.file.syncNow();
      current.file.close();
    }
    this.current = this.startSegment();
    return this.current;
  }

  /** Header and name are durable before a record follows, so a segment is never found without its head. */
  private startSegment(): { readonly segment: Segment; readonly file: DiskFile } {
    const first = this.layout.size;
    const name = segmentName(first);
    const path = join(this.dir, name);
    const file = DiskFile.create(path, encodeHeader(this.networkId, first), this.system);
    syncDirectory(this.dir, this.system);
    const segment = { first, name, path, byteLength: HEADER_BYTES };
    this.layout.segments.push(segment);
    return { segment, file };
  }
}
