import { createHmac, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import { concatBytes } from "../../base/bytes.js";
import { isCoded } from "../../base/errors.js";
import { decodeCbor } from "../../codec/cbor-decode.js";
import { encodeCbor } from "../../codec/cbor-encode.js";
import { READS_IN_ROOT, type ReadEntry, ReadTree, readCommitment } from "../../ledger/read-tree.js";
import { bytes32, time, uint } from "../../ledger/record-type.js";
import { DiskFile, syncDirectory } from "../../storage/disk.js";
import { directoryError } from "./errors.js";
import { seal, unseal } from "./seal.js";

const HEAD_BYTES = 4;
/** No frame is longer; what claims to be is damage, not a torn end. */
const FRAME_BYTES = 4096;
/** The least of what a disk writes at once, of all systems that this runs on. */
const PAGE_BYTES = 512;

/**
 * What a frame says, all of it sealed: a read (its entry sealed once more, with the key of the record
 * that was read, so that it goes when that does), the end of a root's reads, or where on the ledger
 * the oldest root that had no number yet now stands.
 */
const frame = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("read"),
    handle: z.string(),
    time,
    commitment: bytes32,
    entry: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
  }),
  z.strictObject({ kind: z.literal("close"), to: time, reads: uint }),
  z.strictObject({ kind: z.literal("root"), number: uint }),
]);
type Frame = z.infer<typeof frame>;

type Read = Extract<Frame, { kind: "read" }> & { readonly at: number };
/** A root over the reads from `first` on. */
export type Period = {
  readonly first: number;
  readonly reads: number;
  readonly to: number;
  /** On the ledger; null until it is there. */
  readonly number: number | null;
};
/** What a person may see of one read. */
export type OwnRead = {
  readonly at: number;
  readonly entry: ReadEntry;
  readonly salt: Uint8Array;
  readonly commitment: Uint8Array;
  readonly period: number | null;
};

export type ReadsPage = { readonly before?: number | undefined; readonly most: number };

const entrySchema = z.strictObject({
  salt: bytes32,
  entry: z.strictObject({
    handle: z.string(),
    time,
    by: z.string(),
    capacity: z.string(),
    organisation: z.string().nullable(),
    purpose: z.string(),
  }),
});

/** Every read of personal data, in order, in one file that only grows; durable before it is answered. */
export class ReadLog {
  readonly #file: DiskFile;
  readonly #secret: Uint8Array;
  readonly #secretOf: (handle: string) => Uint8Array | null;
  readonly #reads: Read[] = [];
  readonly #byHandle = new Map<string, Read[]>();
  readonly #periods: Period[] = [];
  #newestTree: { readonly period: number; readonly tree: ReadTree } | null = null;
  #frames = 0;
  #end = 0;

  /**
   * @param secret what the frames are sealed with
   * @param secretOf the key of a handle's record, null once it is erased
   * @throws DIRECTORY_DAMAGED, DISK_*
   */
  constructor(path: string, secret: Uint8Array, secretOf: (handle: string) => Uint8Array | null) {
    this.#secret = secret;
    this.#secretOf = secretOf;
    const isNew = !existsSync(path);
    this.#file = isNew ? DiskFile.create(path, new Uint8Array(0)) : DiskFile.open(path, "write");
    if (isNew) syncDirectory(dirname(path));
    this.#load();
  }

  close(): void {
    this.#file.close();
  }

  get periods(): readonly Period[] {
    return this.#periods;
  }

  /** Reads that are under no root yet. */
  get open(): number {
    return this.#reads.length - this.#closed;
  }

  /** Time of the oldest of them; null where there is none. */
  get openSince(): number | null {
    return this.#reads[this.#closed]?.time ?? null;
  }

  /** @throws DIRECTORY_UNKNOWN, DISK_* */
  add(entries: readonly ReadEntry[]): void {
    for (const entry of entries) {
      const { handle, time } = entry;
      const secret = this.#secretOf(handle);
      if (secret === null) throw directoryError("DIRECTORY_UNKNOWN");
      const salt = new Uint8Array(randomBytes(32));
      const sealed = seal(secret, "read", encodeCbor({ salt, entry: { ...entry } }));
      const commitment = readCommitment(salt, entry);
      this.#append({ kind: "read", handle, time, commitment, entry: sealed });
    }
    this.#file.syncNow();
  }

  /** Ends the reads of one root, as many as one takes: whether more are left. */
  closePeriod(to: number): boolean {
    this.#append({ kind: "close", to, reads: Math.min(this.open, READS_IN_ROOT) });
    this.#file.syncNow();
    return this.open > 0;
  }

  /** The oldest root without a number stands on the ledger. */
  numberPeriod(number: number): void {
    this.#append({ kind: "root", number });
    this.#file.syncNow();
  }

  /** The reads of one handle, newest first, of those before `before`; those of an erased record are gone. */
  readsOf(handle: string, { before = Number.POSITIVE_INFINITY, most }: ReadsPage): OwnRead[] {
    const secret = this.#secretOf(handle);
    if (secret === null) return [];
    const own = (this.#byHandle.get(handle) ?? []).filter(({ at }) => at < before);
    return own
      .slice(-most)
      .toReversed()
      .map(({ at, commitment, entry }) => {
        const opened = entrySchema.parse(decodeCbor(unseal(secret, "read", entry)));
        const period = this.#periods.findIndex((p) => at >= p.first && at < p.first + p.reads);
        return { at, commitment, ...opened, period: period < 0 ? null : period };
      });
  }

  /** What is closed stays as it is, and who asks for one read of a root asks for its others next. */
  treeOf(period: number): ReadTree {
    if (this.#newestTree?.period !== period) {
      this.#newestTree = { period, tree: this.#makeTree(period) };
    }
    return this.#newestTree.tree;
  }

  /** Padding is made from the log's own secret, so that it need not be kept. */
  #makeTree(period: number): ReadTree {
    const { first, reads } = this.#periods[period] as Period;
    const real = this.#reads.slice(first, first + reads).map(({ commitment }) => commitment);
    const padding = Array.from({ length: READS_IN_ROOT - real.length }, (_, i) => {
      const mac = createHmac("sha256", this.#secret).update(encodeCbor(["padding", period, i]));
      return new Uint8Array(mac.digest());
    });
    return new ReadTree([...real, ...padding]);
  }

  get #closed(): number {
    const last = this.#periods.at(-1);
    return last === undefined ? 0 : last.first + last.reads;
  }

  #append(item: Frame): void {
    const sealed = seal(this.#secret, `frame ${this.#frames}`, encodeCbor(item));
    const head = new Uint8Array(HEAD_BYTES);
    new DataView(head.buffer).setUint32(0, sealed.length);
    const bytes = concatBytes(head, sealed);
    this.#file.write(bytes, this.#end);
    this.#end += bytes.length;
    this.#take(item);
  }

  #take(item: Frame): void {
    this.#frames++;
    if (item.kind === "read") {
      const read = { ...item, at: this.#reads.length };
      this.#reads.push(read);
      const own = this.#byHandle.get(item.handle);
      if (own === undefined) this.#byHandle.set(item.handle, [read]);
      else own.push(read);
    } else if (item.kind === "close") {
      this.#periods.push({ first: this.#closed, reads: item.reads, to: item.to, number: null });
    } else {
      const at = this.#periods.findIndex(({ number }) => number === null);
      const period = this.#periods[at];
      if (period === undefined) throw directoryError("DIRECTORY_DAMAGED");
      this.#periods[at] = { ...period, number: item.number };
    }
  }

  /**
   * A frame that a power cut tore was never acknowledged and is cut, with what was being written after
   * it; any other that does not open is damage.
   */
  #load(): void {
    const { byteLength } = this.#file;
    const bytes = new Uint8Array(byteLength);
    this.#file.read(bytes, 0, byteLength, 0);
    while (this.#end < byteLength) {
      try {
        const length = this.#readFrame(bytes);
        if (length === null) break;
        this.#end += length;
      } catch (error) {
        if (!isCoded(error) || !hasEmptyPage(bytes, this.#end)) throw error;
        break;
      }
    }
    if (this.#end < byteLength) this.#file.truncate(this.#end);
  }

  /** Bytes of the frame at the end of those that are read; null where it goes beyond the file. */
  #readFrame(bytes: Uint8Array): number | null {
    const from = this.#end + HEAD_BYTES;
    if (from > bytes.length) return null;
    const length = new DataView(bytes.buffer).getUint32(this.#end);
    if (length > FRAME_BYTES) throw directoryError("DIRECTORY_DAMAGED", { at: this.#end });
    if (from + length > bytes.length) return null;
    const sealed = bytes.subarray(from, from + length);
    const plain = unseal(this.#secret, `frame ${this.#frames}`, sealed);
    this.#take(frameOf(plain, this.#end));
    return HEAD_BYTES + length;
  }
}

/** Whatever is sealed with the secret: a frame, or damage. @throws DIRECTORY_DAMAGED */
function frameOf(plain: Uint8Array, at: number): Frame {
  try {
    return frame.parse(decodeCbor(plain));
  } catch (cause) {
    throw directoryError("DIRECTORY_DAMAGED", { at }, cause);
  }
}

/**
 * Whether a page of the file, or what of it lies behind `from`, is empty: a file may be lengthened
 * before its bytes are there, page by page and in any order. What is sealed holds no such run of zeros.
 */
function hasEmptyPage(bytes: Uint8Array, from: number): boolean {
  for (let at = from; at < bytes.length; at += PAGE_BYTES - (at % PAGE_BYTES)) {
    const page = bytes.subarray(at, at + PAGE_BYTES - (at % PAGE_BYTES));
    if (page.every((byte) => byte === 0)) return true;
  }
  return false;
}
