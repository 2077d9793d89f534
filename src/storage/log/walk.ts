import { RecordCursor } from "./cursor.js";
import { type Fault, HEADER_BYTES } from "./format.js";
import { type Damage, openSegment, type Segment } from "./segments.js";

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

/**
 * Walks record after record from `from` to the end of the last segment, or to `to`; `see` reads the
 * cursor after each, and where the record started. Answers the damage that stopped the walk, or null.
 */
export function walkSegments(
  segments: readonly Segment[],
  networkId: Uint8Array,
  buffer: Uint8Array,
  from: Place,
  to: Place | null,
  see: (cursor: RecordCursor, ordinal: number, start: number) => Fault | null,
): Damage | null {
  let { offset, index } = from;
  const last = to === null ? segments.length - 1 : to.ordinal;
  for (let ordinal = from.ordinal; ordinal <= last; ordinal++) {
    const segment = segments[ordinal] as Segment;
    if (segment.first > index || (ordinal > from.ordinal && segment.first !== index)) {
      return { index, segment: segment.name, offset: 0, reason: "gap" };
    }
    const limit = to !== null && ordinal === last ? to.offset : segment.byteLength;
    const { file, fault } = openSegment(segment, networkId);
    try {
      if (fault !== null) return { index, segment: segment.name, offset: 0, reason: fault };
      const cursor = new RecordCursor(file, buffer, Math.max(offset, HEADER_BYTES), index, limit);
      const reason = walkRecords(cursor, ordinal, see);
      index = cursor.next;
      if (reason !== null) return { index, segment: segment.name, offset: cursor.offset, reason };
      offset = 0;
    } finally {
      file.close();
    }
  }
  return null;
}

function walkRecords(
  cursor: RecordCursor,
  ordinal: number,
  see: (cursor: RecordCursor, ordinal: number, start: number) => Fault | null,
): Fault | null {
  let start = cursor.offset;
  while (cursor.step()) {
    const fault = see(cursor, ordinal, start);
    if (fault !== null) return fault;
    start = cursor.offset;
  }
  return cursor.fault;
}
