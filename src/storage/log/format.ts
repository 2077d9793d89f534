import { crc32 } from "node:zlib";
import { equalBytes } from "../../base/bytes.js";
import { utf8Encode } from "../../base/text.js";
import { storageError } from "../errors.js";

/**
 * A segment file: a header, then records one after another, big-endian throughout.
 *
 *     header  "CFSEG" | version u16 | network id 32 | first index u64 | crc32 of all that
 *     record  type u8 | 0x00 | length u16 | crc32 | payload
 *
 * A record's crc32 is over type, zero, length, the index of the next fact as u64, and payload. The
 * index is not stored: a record that is moved, doubled or left out fails its own check or the next's.
 */
export const HEADER_BYTES = 51;
export const HEAD_BYTES = 8;
const VERSION = 1;
const MAGIC = utf8Encode("CFSEG");

export const RecordType = { Leaf: 1, Checkpoint: 2, Mark: 3 } as const;
export type RecordType = (typeof RecordType)[keyof typeof RecordType];

export function isRecordType(byte: number): byte is RecordType {
  return byte >= RecordType.Leaf && byte <= RecordType.Mark;
}

/** What is wrong at a place of the log: `reason` of LOG_CORRUPT, of damage and of recovery. */
export type Fault =
  /** The file ends within a header or record. */
  | "truncated"
  | "header"
  | "type"
  | "checksum"
  /** A checkpoint record holds no checkpoint of this log. */
  | "checkpoint"
  /** A mark is not of its form. */
  | "mark"
  /** A segment is missing, or its name is not its first index. */
  | "gap"
  /** Something stands among the segments that is none. */
  | "name"
  /** The durable record does not fall on the end of a record of the log. */
  | "record";

/** File name of the segment that starts with fact `first`. */
export function segmentName(first: number): string {
  return `${String(first).padStart(16, "0")}.seg`;
}

/** First index of a segment by its file name, or null where the name is none. */
export function segmentFirst(name: string): number | null {
  const first = /^(\d{16})\.seg$/.exec(name)?.[1];
  if (first === undefined || !Number.isSafeInteger(Number(first))) return null;
  return Number(first);
}

export function encodeHeader(networkId: Uint8Array, first: number): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES);
  const view = new DataView(bytes.buffer);
  bytes.set(MAGIC, 0);
  view.setUint16(5, VERSION);
  bytes.set(networkId, 7);
  view.setBigUint64(39, BigInt(first));
  view.setUint32(47, crc32(bytes.subarray(0, 47)));
  return bytes;
}

/**
 * What is wrong with a segment's header, or null.
 * @throws LOG_VERSION, LOG_NETWORK where the header is whole but not ours
 */
export function headerFault(bytes: Uint8Array, networkId: Uint8Array, first: number): Fault | null {
  if (bytes.length < HEADER_BYTES) return "truncated";
  const view = new DataView(bytes.buffer, bytes.byteOffset, HEADER_BYTES);
  if (!equalBytes(bytes.subarray(0, 5), MAGIC)) return "header";
  if (view.getUint32(47) !== crc32(bytes.subarray(0, 47))) return "header";
  const version = view.getUint16(5);
  if (version !== VERSION) throw storageError("LOG_VERSION", { version, known: VERSION });
  if (!equalBytes(bytes.subarray(7, 39), networkId)) throw storageError("LOG_NETWORK");
  return view.getBigUint64(39) === BigInt(first) ? null : "gap";
}

const covered = new Uint8Array(12);
const coveredView = new DataView(covered.buffer);

/** Checksum of a record before fact `index`. */
export function recordChecksum(type: number, payload: Uint8Array, index: number): number {
  covered[0] = type;
  coveredView.setUint16(2, payload.length);
  coveredView.setUint32(4, Math.floor(index / 0x1_0000_0000));
  coveredView.setUint32(8, index >>> 0);
  const head = crc32(covered);
  // zlib answers 0 for no bytes, whatever the value to go on from.
  return payload.length === 0 ? head : crc32(payload, head);
}

/** Writes a record at `at` of `into`; answers where it ends. */
export function putRecord(
  into: Uint8Array,
  at: number,
  type: RecordType,
  payload: Uint8Array,
  index: number,
): number {
  const view = new DataView(into.buffer, into.byteOffset + at, HEAD_BYTES);
  view.setUint8(0, type);
  view.setUint8(1, 0);
  view.setUint16(2, payload.length);
  view.setUint32(4, recordChecksum(type, payload, index));
  into.set(payload, at + HEAD_BYTES);
  return at + HEAD_BYTES + payload.length;
}

/**
 * How far the log had come by an engine's height. It stands before the leaves of which it speaks, in
 * the same sync: where they are cut, its size is past the log's end and it says nothing.
 */
export type Mark = {
  /** Of the engine, which also counts blocks that hold no fact. */
  readonly height: number;
  /** Of the log after that block. */
  readonly size: number;
};

const MARK_BYTES = 16;

/** height u64 | size u64 */
export function encodeMark({ height, size }: Mark): Uint8Array {
  const bytes = new Uint8Array(MARK_BYTES);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(height));
  view.setBigUint64(8, BigInt(size));
  return bytes;
}

/** Null where the bytes are none. */
export function decodeMark(bytes: Uint8Array): Mark | null {
  if (bytes.length !== MARK_BYTES) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, MARK_BYTES);
  const [height, size] = [Number(view.getBigUint64(0)), Number(view.getBigUint64(8))];
  return Number.isSafeInteger(height) && Number.isSafeInteger(size) ? { height, size } : null;
}

/** Size of which a C2SP tlog-checkpoint speaks: its second line, decimal. Null where there is none. */
export function checkpointSize(text: string): number | null {
  const size = /^[^\n]+\n(0|[1-9]\d{0,15})\n/.exec(text)?.[1];
  return size === undefined || !Number.isSafeInteger(Number(size)) ? null : Number(size);
}
