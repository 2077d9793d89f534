import { DiskFile } from "../disk.js";
import { LEAST_BUFFER_BYTES, type RecordCursor } from "./cursor.js";
import { encodeHeader, HEAD_BYTES, HEADER_BYTES, putRecord, RecordType } from "./format.js";
import { corrupt, type Segment, type SegmentSource } from "./segments.js";
import { type Place, walkSegments } from "./walk.js";

/** Bytes of one write. */
const RUN_BYTES = 1024 * 1024;

/**
 * Writes the records between two places over themselves, each checked once more, and syncs them. After
 * a sync that failed the system goes on to show what it never wrote, and takes it for clean: another
 * sync alone would bring nothing.
 * @throws LOG_CORRUPT, DISK_*
 */
export function writeAgain(
  segments: readonly Segment[],
  source: SegmentSource,
  from: Place,
  to: Place,
): void {
  const pen = new Pen(segments, source, from);
  const buffer = new Uint8Array(LEAST_BUFFER_BYTES);
  const begin = from.ordinal < 0 ? { ordinal: 0, offset: 0, index: 0 } : from;
  try {
    const damage = walkSegments(segments, source, buffer, begin, to, pen.put);
    if (damage !== null) throw corrupt(damage);
    pen.done();
  } finally {
    pen.close();
  }
}

class Pen {
  readonly #segments: readonly Segment[];
  readonly #source: SegmentSource;
  readonly #from: Place;
  readonly #run = new Uint8Array(RUN_BYTES);
  #file: DiskFile | null = null;
  #ordinal = -1;
  #offset = 0;
  #filled = 0;

  constructor(segments: readonly Segment[], source: SegmentSource, from: Place) {
    this.#segments = segments;
    this.#source = source;
    this.#from = from;
    if (from.ordinal >= 0) this.#turnTo(from.ordinal, from.offset);
  }

  readonly put = (cursor: RecordCursor, start: number, ordinal: number): null => {
    if (ordinal !== this.#ordinal) this.#turnTo(ordinal, start);
    const { type, payload, next } = cursor;
    if (this.#filled + HEAD_BYTES + payload.length > RUN_BYTES) this.#write();
    const index = type === RecordType.Leaf ? next - 1 : next;
    this.#filled = putRecord(this.#run, this.#filled, type, payload, index);
    return null;
  };

  done(): void {
    this.#write();
    this.#file?.syncNow();
  }

  close(): void {
    this.#file?.close();
    this.#file = null;
  }

  #turnTo(ordinal: number, offset: number): void {
    this.done();
    this.close();
    const segment = this.#segments[ordinal];
    if (segment === undefined) return;
    this.#file = DiskFile.open(segment.path, "write", this.#source.system);
    this.#ordinal = ordinal;
    this.#offset = offset;
    if (offset > HEADER_BYTES || ordinal === this.#from.ordinal) return;
    this.#file.write(encodeHeader(this.#source.networkId, segment.first), 0);
  }

  #write(): void {
    if (this.#filled === 0) return;
    this.#file?.write(this.#run.subarray(0, this.#filled), this.#offset);
    this.#offset += this.#filled;
    this.#filled = 0;
  }
}
