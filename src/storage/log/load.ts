import { isCoded } from "../../base/errors.js";
import { utf8Decode } from "../../base/text.js";
import { LEAST_BUFFER_BYTES, type RecordCursor } from "./cursor.js";
import { checkpointSize, decodeMark, type Fault, type Mark, RecordType } from "./format.js";
import { Layout } from "./layout.js";
import { corrupt, type Damage, listSegments, type Segment } from "./segments.js";
import { type SurveyOptions, surveyLog } from "./survey.js";
import { type Place, walkSegments } from "./walk.js";

/** Bytes of one sequential read, in a log that has so many. */
const SCAN_BUFFER_BYTES = 4 * 1024 * 1024;

export type LogVisitor = {
  /** `leaf` is a view that the next one overwrites: copy what is kept. */
  readonly visitLeaf?: (index: number, leaf: Uint8Array) => void;
  /** A signed checkpoint note and the size of which it speaks. */
  readonly visitCheckpoint?: (size: number, text: string) => void;
  readonly visitMark?: (mark: Mark) => void;
};

export type LoadedLog = {
  readonly layout: Layout;
  /** Segments as they lie on the disk. */
  readonly listed: readonly Segment[];
  /** Up to here it is known to be durable. */
  readonly from: Place;
  readonly end: Place;
  /** What stopped the reading of the tail, or null. */
  readonly stop: Damage | null;
  readonly behind: boolean;
  readonly damage: Damage | null;
};

/**
 * Reads the whole log once, up to its end, and changes nothing on the disk.
 * @throws LOG_CORRUPT unless `readOnly`; LOG_NETWORK, LOG_VERSION, DISK_*
 */
export function loadLog(dir: string, options: SurveyOptions & { visitor: LogVisitor }): LoadedLog {
  const { segments: listed, stray } = listSegments(dir, options.system);
  const longest = listed.reduce((most, { byteLength }) => Math.max(most, byteLength), 0);
  const buffer = new Uint8Array(Math.max(LEAST_BUFFER_BYTES, Math.min(SCAN_BUFFER_BYTES, longest)));
  const { from, end, stop, damaged, behind } = surveyLog(listed, options, buffer);
  const scan = new Scan(listed, end, options.visitor);
  const start = { ordinal: 0, offset: 0, index: 0 };
  const broken = walkSegments(listed, options, buffer, start, end, scan.see);
  if (broken !== null) scan.layout.cut(broken.segment, broken.offset);
  const damage =
    broken ?? scan.misfit() ?? (damaged ? stop : null) ?? strayDamage(stray, end.index);
  if (damage !== null && !options.readOnly) throw corrupt(damage);
  return { layout: scan.layout, listed, from, end, stop, behind, damage };
}

function strayDamage(stray: string | null, index: number): Damage | null {
  return stray === null ? null : { index, segment: stray, offset: 0, reason: "name" };
}

/** Builds the layout of the log, and shows the visitor what it holds. */
class Scan {
  readonly layout: Layout;
  private readonly end: Place;
  private readonly visitor: LogVisitor;

  constructor(listed: readonly Segment[], end: Place, visitor: LogVisitor) {
    const kept = listed.slice(0, end.ordinal + 1).map((segment) => ({ ...segment }));
    this.layout = new Layout(kept);
    const last = kept.at(-1);
    if (last !== undefined) last.byteLength = end.offset;
    this.end = end;
    this.visitor = visitor;
  }

  readonly see = (cursor: RecordCursor, start: number): Fault | null => {
    if (cursor.type === RecordType.Checkpoint) return this.seeCheckpoint(cursor);
    if (cursor.type === RecordType.Mark) return this.seeMark(cursor);
    this.layout.place(cursor.next - 1, start);
    this.visitor.visitLeaf?.(cursor.next - 1, cursor.payload);
    return null;
  };

  /** The record vouched for a size at its byte position; the log must agree. */
  misfit(): Damage | null {
    const { size, segments } = this.layout;
    const { index, offset } = this.end;
    if (size === index) return null;
    const segment = segments.at(-1)?.name ?? "";
    return { index: Math.min(size, index), segment, offset, reason: "record" };
  }

  private seeCheckpoint({ payload, next }: RecordCursor): Fault | null {
    const text = decodeText(payload);
    const size = text === null ? null : checkpointSize(text);
    if (text === null || size === null || size > next) return "checkpoint";
    this.visitor.visitCheckpoint?.(size, text);
    return null;
  }

  private seeMark({ payload }: RecordCursor): Fault | null {
    const mark = decodeMark(payload);
    if (mark === null) return "mark";
    this.visitor.visitMark?.(mark);
    return null;
  }
}

function decodeText(bytes: Uint8Array): string | null {
  try {
    return utf8Decode(bytes);
  } catch (error) {
    if (isCoded(error)) return null;
    throw error;
  }
}
