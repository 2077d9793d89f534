import { DiskFile } from "../disk.js";
import { storageError } from "../errors.js";
import type { FileSystem } from "../file-system.js";
import { LEAST_BUFFER_BYTES, RecordCursor } from "./cursor.js";
import { HEADER_BYTES, RecordType } from "./format.js";
import type { Layout } from "./layout.js";
import { corrupt, type Segment } from "./segments.js";

/** Files kept open for reading; a log of 64 MiB segments has one for some 200,000 facts. */
const OPEN_FILES = 64;
const STREAM_BUFFER_BYTES = 1024 * 1024;

/** Reads facts out of the segments, checking every record that it passes. */
export class LogReader {
  private readonly layout: Layout;
  private readonly system: FileSystem;
  private readonly files = new Map<Segment, DiskFile>();
  private readonly buffer = new Uint8Array(LEAST_BUFFER_BYTES);

  constructor(layout: Layout, system: FileSystem) {
    this.layout = layout;
    this.system = system;
  }

  /** Shows the leaves `from` … `to` − 1, each a view that the next overwrites. @throws LOG_CORRUPT, DISK_* */
  read(from: number, to: number, see: (leaf: Uint8Array) => void): void {
    let { ordinal, offset, index } = this.layout.find(from);
    while (index < to) {
      const segment = this.segment(ordinal);
      const limit = this.layout.bound(ordinal, to);
      const cursor = new RecordCursor(this.open(segment), this.buffer, offset, index, limit);
      while (cursor.next < to && cursor.step()) {
        if (cursor.type === RecordType.Leaf && cursor.next > from) see(cursor.payload);
      }
      assertWhole(cursor, segment);
      index = cursor.next;
      ordinal++;
      offset = HEADER_BYTES;
    }
  }

  /**
   * Records from the fact `from` on (and the checkpoints before the next), up to what the log holds now.
   * The payload is a view, gone at the next step.
   */
  *stream(from: number): Generator<RecordCursor> {
    const buffer = new Uint8Array(STREAM_BUFFER_BYTES);
    const ends = this.layout.segments.map(({ byteLength }) => byteLength);
    let { ordinal, offset, index } = this.layout.find(from);
    for (; ordinal < ends.length; ordinal++) {
      const segment = this.segment(ordinal);
      const file = DiskFile.open(segment.path, "read", this.system);
      try {
        const cursor = new RecordCursor(file, buffer, offset, index, ends[ordinal] ?? 0);
        while (cursor.step()) yield cursor;
        assertWhole(cursor, segment);
        index = cursor.next;
      } finally {
        file.close();
      }
      offset = HEADER_BYTES;
    }
  }

  close(): void {
    for (const file of this.files.values()) file.close();
    this.files.clear();
  }

  private segment(ordinal: number): Segment {
    const segment = this.layout.segments[ordinal];
    if (segment === undefined) throw storageError("LOG_RANGE", { size: this.layout.size });
    return segment;
  }

  private open(segment: Segment): DiskFile {
    const known = this.files.get(segment);
    if (known !== undefined) return known;
    const [oldest] = this.files;
    if (oldest !== undefined && this.files.size >= OPEN_FILES) {
      oldest[1].close();
      this.files.delete(oldest[0]);
    }
    const file = DiskFile.open(segment.path, "read", this.system);
    this.files.set(segment, file);
    return file;
  }
}

function assertWhole({ fault, next, offset }: RecordCursor, { name }: Segment): void {
  if (fault !== null) throw corrupt({ index: next, segment: name, offset, reason: fault });
}
