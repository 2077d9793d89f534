import { dirname } from "node:path";
import { crc32 } from "node:zlib";
import { equalBytes } from "../../base/bytes.js";
import { utf8Encode } from "../../base/text.js";
import { DiskFile, onDisk, syncDirectory } from "../disk.js";
import { storageError } from "../errors.js";
import { type FileSystem, nodeFileSystem } from "../file-system.js";
import type { LogPosition } from "./layout.js";

/** What a signer swears to have made durable: a size, its root, and the log's bytes up to there. */
export type Recorded = LogPosition & {
  /** 32 bytes, RFC 9162 §2.1.1. */
  readonly root: Uint8Array;
};

export type RecordState = Recorded & {
  /**
   * The other half of the file is damaged: by a crash while it was written, or later, and then a newer
   * record was lost. So whole blocks above this record must not be dropped.
   */
  readonly doubtful: boolean;
};

/*
 * A slot, big-endian, crc32 over all before it; the two alternate, each in a page of its own, so that
 * writing one cannot tear the other:
 *
 *     "CFREC" | version u16 | sequence u64 | size u64 | root 32 | segmentFirstIndex u64 | byteLength u64 | crc32
 */
const MAGIC = utf8Encode("CFREC");
const VERSION = 1;
const SLOT_BYTES = 75;
const SLOT_STRIDE = 4096;

type Slot = Recorded & { readonly sequence: number };

/** The last size and root that a signer made durable, kept beside its key (`DIR/keys/record`). */
export class DurableRecord {
  private readonly path: string;
  private readonly system: FileSystem;
  private newest: Slot | null = null;
  private doubtful = false;
  /** Position, 0 or 1, of the slot that is written next. */
  private nextSlot = 0;
  /** The newest was read, and stands beside a good older one: an earlier process may not have synced it. */
  private unsure = false;
  private file: DiskFile | null = null;
  private failure: unknown = null;

  private constructor(path: string, system: FileSystem) {
    this.path = path;
    this.system = system;
  }

  /** @throws RECORD_DAMAGED, LOG_VERSION, DISK_* */
  static open(path: string, system: FileSystem = nodeFileSystem): DurableRecord {
    const record = new DurableRecord(path, system);
    record.load();
    return record;
  }

  /** Null before the first write. */
  read(): RecordState | null {
    if (this.newest === null) return null;
    const { sequence: _, ...recorded } = this.newest;
    return { ...recorded, doubtful: this.doubtful };
  }

  /**
   * Durable when it returns.
   * @throws RECORD_ROLLBACK for a smaller size, or another root for the same size; LOG_POISONED; DISK_*
   */
  write(recorded: Recorded): void {
    if (this.failure !== null) throw storageError("LOG_POISONED", {}, this.failure);
    const { size, segmentFirstIndex, byteLength } = recorded;
    this.assertForward(recorded);
    const sequence = (this.newest?.sequence ?? 0) + 1;
    const slot = { sequence, size, root: recorded.root.slice(), segmentFirstIndex, byteLength };
    try {
      this.put(encodeSlot(slot));
    } catch (error) {
      this.failure = error;
      throw error;
    }
    this.newest = slot;
    this.doubtful = false;
    this.nextSlot = 1 - this.nextSlot;
  }

  close(): void {
    this.file?.close();
    this.file = null;
  }

  private load(): void {
    const bytes = readWhole(this.path, this.system);
    if (bytes.length === 0) return;
    const slots = [0, 1].map((i) => decodeSlot(bytes.subarray(i * SLOT_STRIDE)));
    const [a = null, b = null] = slots;
    const newest = a !== null && (b === null || a.sequence > b.sequence) ? a : b;
    if (newest === null) throw storageError("RECORD_DAMAGED", { path: this.path });
    this.newest = newest;
    this.nextSlot = newest === a ? 1 : 0;
    const other = bytes.subarray(this.nextSlot * SLOT_STRIDE).subarray(0, SLOT_BYTES);
    const blank = other.length === SLOT_BYTES && other.every((byte) => byte === 0);
    this.doubtful = slots[this.nextSlot] === null && !blank;
    this.unsure = slots[this.nextSlot] !== null;
  }

  private assertForward({ size, root }: Recorded): void {
    if (this.newest === null || size > this.newest.size) return;
    if (size === this.newest.size && equalBytes(root, this.newest.root)) return;
    throw storageError("RECORD_ROLLBACK", { recordedSize: this.newest.size, size });
  }

  private put(slot: Uint8Array): void {
    if (this.newest === null) return this.create(slot);
    // First where it stands: the other half is the only one that is surely on the disk until then.
    if (this.unsure) this.putAt(1 - this.nextSlot, encodeSlot(this.newest));
    this.unsure = false;
    this.putAt(this.nextSlot, slot);
  }

  private putAt(position: number, slot: Uint8Array): void {
    this.file ??= DiskFile.open(this.path, "write", this.system);
    this.file.write(slot, position * SLOT_STRIDE);
    this.file.syncNow();
  }

  /** Under another name first: a file torn at birth would look like a damaged one. */
  private create(slot: Uint8Array): void {
    const draft = `${this.path}.new`;
    onDisk(draft, () => this.system.remove(draft));
    const bytes = new Uint8Array(2 * SLOT_STRIDE);
    bytes.set(slot);
    this.file = DiskFile.create(draft, bytes, this.system);
    onDisk(this.path, () => this.system.rename(draft, this.path));
    syncDirectory(dirname(this.path), this.system);
  }
}

function readWhole(path: string, system: FileSystem): Uint8Array {
  if (!system.exists(path)) return new Uint8Array(0);
  const file = DiskFile.open(path, "read", system);
  try {
    const bytes = new Uint8Array(2 * SLOT_STRIDE);
    return bytes.subarray(0, file.read(bytes, 0, bytes.length, 0));
  } finally {
    file.close();
  }
}

function encodeSlot(slot: Slot): Uint8Array {
  const bytes = new Uint8Array(SLOT_BYTES);
  const view = new DataView(bytes.buffer);
  bytes.set(MAGIC, 0);
  view.setUint16(5, VERSION);
  view.setBigUint64(7, BigInt(slot.sequence));
  view.setBigUint64(15, BigInt(slot.size));
  bytes.set(slot.root, 23);
  view.setBigUint64(55, BigInt(slot.segmentFirstIndex));
  view.setBigUint64(63, BigInt(slot.byteLength));
  view.setUint32(71, crc32(bytes.subarray(0, 71)));
  return bytes;
}

/** Of sequence, size, first index and byte length. */
const NUMBERS_AT = [7, 15, 55, 63] as const;

/** Null for a slot never written, torn or damaged. @throws LOG_VERSION */
function decodeSlot(bytes: Uint8Array): Slot | null {
  if (bytes.length < SLOT_BYTES || !equalBytes(bytes.subarray(0, 5), MAGIC)) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, SLOT_BYTES);
  if (view.getUint32(71) !== crc32(bytes.subarray(0, 71))) return null;
  const version = view.getUint16(5);
  if (version !== VERSION) throw storageError("LOG_VERSION", { version, known: VERSION });
  const [sequence, size, segmentFirstIndex, byteLength] = NUMBERS_AT.map((at) =>
    Number(view.getBigUint64(at)),
  ) as [number, number, number, number];
  if (![sequence, size, segmentFirstIndex, byteLength].every(Number.isSafeInteger)) return null;
  return { sequence, size, root: bytes.slice(23, 55), segmentFirstIndex, byteLength };
}
