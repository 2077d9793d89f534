import { RecordCursor } from "./cursor.js";
import { type Fault, HEADER_BYTES } from "./format.js";
import { type Damage, openSegment, type Segment, type SegmentSource } from "./segments.js";

/** A place between two records. */
export type Place = {
  /** Position of the segment in the list. */
  readonly ordinal: number;
  /** Byte offset in the segment. */
  readonly offset: number;
  /** Index of the next fact. */
  readonly index: number;
};

/** Where a log without segments ends. */
export const NOWHERE: Place = { ordinal: -1, offset: 0, index: 0 };

/** Reads the cursor after a record that started at byte `start`; answers what is wrong with it, or null. */
export type See = (cursor: RecordCursor, start: number, ordinal: number) => Fault | null;

/**
 * Walks record after record from `from` to the end of the last segment, or to `to`. Answers the damage
 * that stopped the walk, or null.
 */
export function walkSegments(
  segments: readonly Segment[],
  source: SegmentSource,
  buffer: Uint8Array,
  from: Place,
  to: Place | null,
  see: See,
): Damage | null {
  let { offset, index } = from;
  const end = to?.ordinal ?? segments.length - 1;
  for (const [i, segment] of segments.slice(from.ordinal, end + 1).entries()) {
    const ordinal = from.ordinal + i;
    if (segment.first > index || (i > 0 && segment.first !== index)) {
      return { index, segment: segment.name, offset: 0, reason: "gap" };
    }
    const limit = ordinal === to?.ordinal ? to.offset : segment.byteLength;
    const { file, fault } = openSegment(segment, source);
    try {
      if (fault !== null) return { index, segment: segment.name, offset: 0, reason: fault };
      const cursor = new RecordCursor(file, buffer, Math.max(offset, HEADER_BYTES), index, limit);
      const bad = walkRecords(cursor, ordinal, see);
      if (bad !== null) return { ...bad, segment: segment.name };
      index = cursor.next;
      offset = HEADER_BYTES;
    } finally {
      file.close();
    }
  }
  return null;
}

function walkRecords(
  cursor: RecordCursor,
  ordinal: number,
  see: See,
): Omit<Damage, "segment"> | null {
  let start = cursor.offset;
  while (cursor.step()) {
    const reason = see(cursor, start, ordinal);
    if (reason !== null) return { index: cursor.next, offset: start, reason };
    start = cursor.offset;
  }
  const { fault, next, offset } = cursor;
  return fault === null ? null : { index: next, offset, reason: fault };
}
