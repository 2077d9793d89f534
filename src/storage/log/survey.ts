import type { RecordCursor } from "./cursor.js";
import type { RecordState } from "./durable-record.js";
import { HEADER_BYTES, RecordType } from "./format.js";
import type { Damage, Segment, SegmentSource } from "./segments.js";
import { NOWHERE, type Place, walkSegments } from "./walk.js";

/** What the log is found to be before anything in it is used. */
export type Survey = {
  /** Up to here the log is known to be durable. */
  readonly from: Place;
  /** Where the log ends: the rest is cut, or overlooked when only reading. */
  readonly end: Place;
  /** What stopped the survey in the tail; null where all of it was whole. */
  readonly stop: Damage | null;
  /** Whether `stop` lies where a crash cannot have put it. */
  readonly damaged: boolean;
  readonly behind: boolean;
};

export type SurveyOptions = SegmentSource & {
  readonly record: RecordState | null;
  readonly readOnly: boolean;
  readonly endsBlock: (leaf: Uint8Array) => boolean;
};

/**
 * Finds the end of the log in its last stretch: from the durable record on, or the last segment where
 * there is no record. Blocks do not cross segments, so a torn one cannot reach further back.
 *
 * Above the record a signed checkpoint proves that its place was once recorded; blocks without one
 * were never acknowledged and are cut, unless the record itself is in doubt.
 */
export function surveyLog(
  segments: readonly Segment[],
  options: SurveyOptions,
  buffer: Uint8Array,
): Survey {
  const { record } = options;
  const start = record === null ? null : recordPlace(segments, record);
  if (record === null || start === null) return surveyUnbounded(segments, options, buffer, record);
  const keepBlocks = options.readOnly || record.doubtful;
  let end: Place | null = start.index === record.size ? start : null;
  const stop = walkSegments(segments, options, buffer, start, null, (cursor, _, ordinal) => {
    if (cursor.next < record.size) return null;
    const after = placeOf(cursor, ordinal);
    if (end === null || isKept(cursor, keepBlocks ? options.endsBlock : null)) end = after;
    return null;
  });
  if (end === null) return surveyUnbounded(segments, options, buffer, record);
  const damaged = options.readOnly && stop !== null && !isTorn(stop, segments);
  return { from: start, end, stop, damaged, behind: false };
}

/** Without a record, or with one that speaks of more than there is: every whole block counts. */
function surveyUnbounded(
  segments: readonly Segment[],
  options: SurveyOptions,
  buffer: Uint8Array,
  record: RecordState | null,
): Survey {
  const behind = record !== null;
  const ordinal = segments.length - 1;
  const last = segments[ordinal];
  if (last === undefined)
    return { from: NOWHERE, end: NOWHERE, stop: null, damaged: false, behind };
  const start = { ordinal, offset: HEADER_BYTES, index: last.first };
  const before = segments[ordinal - 1];
  let end = NOWHERE;
  if (before !== undefined) {
    end = { ordinal: ordinal - 1, offset: before.byteLength, index: last.first };
  }
  const stop = walkSegments(segments, options, buffer, start, null, (cursor) => {
    if (isKept(cursor, options.endsBlock)) end = placeOf(cursor, ordinal);
    return null;
  });
  return { from: start, end, stop, damaged: stop !== null && !isTorn(stop, segments), behind };
}

/**
 * Where the survey starts: at the record's own byte position; or at the head of the segment that
 * holds its last fact, where the log was copied into segments of other sizes; null = log too short.
 */
function recordPlace(segments: readonly Segment[], record: RecordState): Place | null {
  const own = segments.findIndex(({ first }) => first === record.segmentFirstIndex);
  const segment = segments[own];
  if (segment !== undefined) {
    if (segment.byteLength < record.byteLength) return null;
    return { ordinal: own, offset: record.byteLength, index: record.size };
  }
  const ordinal = segments.findLastIndex(({ first }) => first < record.size);
  const holding = segments[ordinal];
  if (holding === undefined) return null;
  return { ordinal, offset: HEADER_BYTES, index: holding.first };
}

function placeOf(cursor: RecordCursor, ordinal: number): Place {
  return { ordinal, offset: cursor.offset, index: cursor.next };
}

function isKept(cursor: RecordCursor, endsBlock: ((leaf: Uint8Array) => boolean) | null): boolean {
  if (cursor.type === RecordType.Checkpoint) return true;
  if (cursor.type === RecordType.Mark) return false;
  return endsBlock?.(cursor.payload) ?? false;
}

/** A crash leaves the last segment's last record unfinished, and nothing else. */
function isTorn({ segment, reason }: Damage, segments: readonly Segment[]): boolean {
  return reason === "truncated" && segment === segments.at(-1)?.name;
}
