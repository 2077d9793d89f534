import { limits } from "../../base/limits.js";
import { utf8Decode, utf8Encode } from "../../base/text.js";
import { DiskFile, makeDirectory, onDisk, syncDirectory } from "../disk.js";
import { storageError } from "../errors.js";
import { type FileSystem, nodeFileSystem } from "../file-system.js";
import { Appender } from "./appender.js";
import type { RecordState } from "./durable-record.js";
import { EntryBundle } from "./entry-bundle.js";
import { checkpointSize, encodeMark, type Mark, RecordType } from "./format.js";
import type { Layout, LogPosition } from "./layout.js";
import { type LoadedLog, type LogVisitor, loadLog } from "./load.js";
import { LogReader } from "./reader.js";
import { corrupt, type Damage } from "./segments.js";
import { writeAgain } from "./write-again.js";

export type Recovery = {
  /** Size of the log that was kept; what was cut started with this fact. */
  readonly fromIndex: number;
  readonly bytesCut: number;
  /** `unrecorded`: whole blocks that were never acknowledged; otherwise what was wrong with the tail. */
  readonly reason: string;
};

export type SegmentLogOptions = {
  /** 32 bytes: leaf hash of fact 0. */
  readonly networkId: Uint8Array;
  /** Null takes everything readable: for a log that has no signer, and while a replica brings the rest. */
  readonly record: RecordState | null;
  /** Sees every leaf and checkpoint that the log keeps, in order, while it is opened. */
  readonly visitor?: LogVisitor;
  /** Told after a torn tail was cut. */
  readonly onRecovery?: (recovery: Recovery) => void;
  /** Never writes; fit to run beside a node. Damage is in `damage` rather than thrown. */
  readonly readOnly?: boolean;
  /** A block that finds so many bytes in the segment starts the next; at most 1 GiB. */
  readonly segmentBytes?: number;
  readonly system?: FileSystem;
  /** Whether a leaf is the last of its block. */
  readonly endsBlock?: (leaf: Uint8Array) => boolean;
};

export type LogCheckpoint = {
  /** Index of the next fact where it stands in the log. */
  readonly index: number;
  /** Size of which it speaks. */
  readonly size: number;
  readonly text: string;
};

export type IndexedLeaf = { readonly index: number; readonly leaf: Uint8Array };

const SEGMENT_BYTES = 64 * 1024 * 1024;
/** Offsets in a segment are kept in 32 bits. */
const MOST_SEGMENT_BYTES = 1024 * 1024 * 1024;
const ENTRY_BUNDLE_WIDTH = 256;

/** `[1, "seal", 0, …` with a value: deterministic CBOR, so every seal starts with these bytes. */
const SEAL = Uint8Array.of(0x85, 0x01, 0x64, 0x73, 0x65, 0x61, 0x6c, 0x00);
function isSeal(leaf: Uint8Array): boolean {
  return SEAL.every((byte, i) => leaf[i] === byte);
}

/** The log of facts on disk: `DIR/log/*.seg`, the truth of which everything else is derived. */
export class SegmentLog {
  /** The log is shorter than its durable record (yesterday's backup), so it is for reading only. */
  readonly behind: { readonly recordSize: number; readonly logSize: number } | null;
  /** Where a log opened with `readOnly` is damaged; it can be read up to there. */
  readonly damage: Damage | null;
  private readonly layout: Layout;
  private readonly reader: LogReader;
  private readonly appender: Appender | null;

  private constructor(
    layout: Layout,
    reader: LogReader,
    appender: Appender | null,
    behind: SegmentLog["behind"],
    damage: Damage | null,
  ) {
    this.layout = layout;
    this.reader = reader;
    this.appender = appender;
    this.behind = behind;
    this.damage = damage;
  }

  /**
   * Checks every byte, cuts a torn tail.
   * @throws LOG_CORRUPT unless `readOnly`; LOG_NETWORK, LOG_VERSION, LOG_RANGE, DISK_*
   */
  static open(dir: string, options: SegmentLogOptions): SegmentLog {
    const { networkId, record, readOnly = false, segmentBytes = SEGMENT_BYTES } = options;
    const { endsBlock = isSeal, visitor = {}, system = nodeFileSystem } = options;
    if (segmentBytes > MOST_SEGMENT_BYTES) throw storageError("LOG_RANGE", { segmentBytes });
    const found = loadLog(dir, { networkId, system, record, readOnly, endsBlock, visitor });
    const { layout, damage } = found;
    const reader = new LogReader(layout, system);
    const behind =
      found.behind && record !== null ? { recordSize: record.size, logSize: layout.size } : null;
    if (readOnly || behind !== null) return new SegmentLog(layout, reader, null, behind, damage);
    makeDirectory(dir, system);
    const bytesCut = cutTail(dir, found, system);
    // What was kept may never have reached the disk, and a record may soon cover it.
    writeAgain(layout.segments, { networkId, system }, found.from, found.end);
    const appender = new Appender(layout, dir, networkId, segmentBytes, system);
    if (bytesCut !== null) {
      const reason = found.stop?.reason ?? "unrecorded";
      options.onRecovery?.({ fromIndex: layout.size, bytesCut, reason });
    }
    return new SegmentLog(layout, reader, appender, null, null);
  }

  /** Facts. */
  get size(): number {
    return this.layout.size;
  }

  /** Of all segments together. */
  get byteLength(): number {
    return this.layout.byteLength;
  }

  /** End of what was appended, durable or not. */
  position(): LogPosition {
    return this.layout.position;
  }

  /**
   * One block, in one write; not yet durable. When it throws, nothing was appended.
   * @throws LOG_LEAF_BYTES, LOG_READ_ONLY, LOG_BEHIND, LOG_POISONED, LOG_CLOSED, DISK_*
   */
  append(leaves: readonly Uint8Array[]): void {
    const pen = this.pen();
    for (const { length } of leaves) {
      if (length > limits.leafBytes) throw storageError("LOG_LEAF_BYTES", { length });
    }
    if (leaves.length > 0) pen.append(RecordType.Leaf, leaves);
  }

  /**
   * A signed checkpoint note of a size up to the log's; not yet durable.
   * @throws LOG_CHECKPOINT, LOG_READ_ONLY, LOG_BEHIND, LOG_POISONED, LOG_CLOSED, DISK_*
   */
  appendCheckpoint(text: string): void {
    const pen = this.pen();
    const bytes = utf8Encode(text);
    const size = checkpointSize(text);
    if (bytes.length > limits.noteBytes || size === null || size < 1 || size > this.size) {
      throw storageError("LOG_CHECKPOINT", { size, bytes: bytes.length, logSize: this.size });
    }
    pen.append(RecordType.Checkpoint, [bytes]);
  }

  /**
   * How far an engine will have brought the log with the leaves that are appended next; not yet durable.
   * @throws LOG_READ_ONLY, LOG_BEHIND, LOG_POISONED, LOG_CLOSED, DISK_*
   */
  appendMark(mark: Mark): void {
    this.pen().append(RecordType.Mark, [encodeMark(mark)]);
  }

  /** Makes durable what was appended before the call, and answers how far that is. @throws as `append` */
  async sync(): Promise<LogPosition> {
    return this.pen().sync();
  }

  /** As `sync`, but holds up everything else meanwhile. */
  syncNow(): LogPosition {
    return this.pen().syncNow();
  }

  /** @throws LOG_RANGE, LOG_CORRUPT, DISK_* */
  readLeaf(index: number): Uint8Array {
    const [leaf] = this.readLeaves(index, index + 1);
    if (leaf === undefined) throw storageError("LOG_RANGE", { index, size: this.size });
    return leaf;
  }

  /** The leaves `from` … `to` − 1. @throws LOG_RANGE, LOG_CORRUPT, DISK_* */
  readLeaves(from: number, to: number): Uint8Array[] {
    this.assertRange(from, to);
    const leaves: Uint8Array[] = [];
    this.reader.read(from, to, (leaf) => leaves.push(leaf.slice()));
    return leaves;
  }

  /**
   * Entry bundle `bundle` of C2SP tlog-tiles: facts 256 `bundle` … 256 `bundle` + `width` − 1, each
   * its length in 16 bits and its bytes.
   * @throws LOG_RANGE, LOG_CORRUPT, DISK_*
   */
  entryBundle(bundle: number, width: number): Uint8Array {
    const from = bundle * ENTRY_BUNDLE_WIDTH;
    if (width < 1 || width > ENTRY_BUNDLE_WIDTH) throw storageError("LOG_RANGE", { width });
    this.assertRange(from, from + width);
    const out = new EntryBundle();
    this.reader.read(from, from + width, (leaf) => out.add(leaf));
    return out.done();
  }

  /**
   * Every leaf from `from` on that the log holds when the first is asked for, read in large pieces.
   * @throws LOG_RANGE, LOG_CORRUPT (also where a damaged log ends), DISK_*
   */
  *leaves(from = 0): Generator<IndexedLeaf> {
    for (const record of this.records(from)) if ("leaf" in record) yield record;
  }

  /** Every checkpoint that stands behind at least `from` facts, oldest first. @throws as `leaves` */
  *checkpoints(from = 0): Generator<LogCheckpoint> {
    for (const record of this.records(Math.max(from - 1, 0))) {
      if ("text" in record && record.index >= from) yield record;
    }
  }

  /** Leaves from `from` on, and the checkpoints behind at least so many, as they stand. @throws as `leaves` */
  *records(from = 0): Generator<IndexedLeaf | LogCheckpoint> {
    this.assertRange(from, this.size);
    for (const cursor of this.reader.stream(from)) {
      const index = cursor.next;
      if (index < from) continue;
      if (cursor.type === RecordType.Checkpoint) {
        const text = utf8Decode(cursor.payload);
        yield { index, size: checkpointSize(text) ?? 0, text };
      } else if (cursor.type === RecordType.Leaf && index > from) {
        yield { index: index - 1, leaf: cursor.payload.slice() };
      }
    }
    if (this.damage !== null) throw corrupt(this.damage);
  }

  close(): void {
    this.appender?.close();
    this.reader.close();
  }

  private pen(): Appender {
    if (this.behind !== null) throw storageError("LOG_BEHIND", this.behind);
    if (this.appender === null) throw storageError("LOG_READ_ONLY");
    return this.appender;
  }

  private assertRange(from: number, to: number): void {
    const whole = Number.isSafeInteger(from) && Number.isSafeInteger(to);
    if (!whole || from < 0 || to < from || to > this.size) {
      throw storageError("LOG_RANGE", { from, to, size: this.size });
    }
  }
}

/**
 * Cuts the segments at `end`. Newest first, so that a crash on the way leaves no gap.
 * Answers the number of bytes, or null where there was nothing to cut.
 */
function cutTail(dir: string, { listed, end }: LoadedLog, system: FileSystem): number | null {
  const above = listed.slice(end.ordinal + 1).reverse();
  let bytesCut = 0;
  for (const { path, byteLength } of above) {
    onDisk(path, () => system.remove(path));
    bytesCut += byteLength;
  }
  if (above.length > 0) syncDirectory(dir, system);
  const last = listed[end.ordinal];
  if (last === undefined || last.byteLength === end.offset)
    return above.length > 0 ? bytesCut : null;
  const file = DiskFile.open(last.path, "write", system);
  try {
    file.truncate(end.offset);
  } finally {
    file.close();
  }
  return bytesCut + last.byteLength - end.offset;
}
