import { equalBytes } from "#src/base/bytes.js";
import type { SeededChance } from "../chance.js";

/** A change that no sync covers yet. `bytes` null: the file was cut at `offset`. */
type Change = {
  readonly offset: number;
  readonly bytes: Uint8Array | null;
  /** What stood there before, and how long the file was. */
  readonly before: Uint8Array;
  readonly lengthBefore: number;
  /** A sync that failed forgets what it was to write: the next one does not bring it back. */
  forgotten: boolean;
  kept: boolean;
};

const SECTOR = 512;
/** So many bytes before and behind a bit tell whether it still stands where it turned. */
const AROUND = 128;

/** A file as the system shows it, and what of it a power cut may take. */
export class SimFile {
  #bytes = new Uint8Array(256);
  #length = 0;
  #changes: Change[] = [];

  get byteLength(): number {
    return this.#length;
  }

  /** A view. */
  get content(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** How many changes wait for a sync: a mark that `sync` takes. */
  get mark(): number {
    return this.#changes.length;
  }

  read(into: Uint8Array, at: number, length: number, offset: number): number {
    const end = Math.min(this.#length, offset + length);
    if (end <= offset) return 0;
    into.set(this.#bytes.subarray(offset, end), at);
    return end - offset;
  }

  write(bytes: Uint8Array, offset: number): void {
    const end = Math.min(this.#length, offset + bytes.length);
    const before = this.#bytes.slice(Math.min(offset, end), end);
    this.#changes.push(change(offset, bytes.slice(), before, this.#length));
    this.#put(bytes, offset);
  }

  truncate(byteLength: number): void {
    const before = this.#bytes.slice(byteLength, this.#length);
    this.#changes.push(change(byteLength, null, before, this.#length));
    this.#length = byteLength;
  }

  /** The first `mark` changes are safe from now on. */
  sync(mark: number): void {
    if (this.#changes.some(({ forgotten }) => forgotten)) {
      for (const each of this.#changes.slice(0, mark)) each.kept = !each.forgotten;
    } else this.#changes = this.#changes.slice(mark);
  }

  /** As Linux has it: the pages count as clean, whether they were written or not. */
  failSync(): void {
    for (const each of this.#changes) if (!each.kept) each.forgotten = true;
  }

  /** What a power cut leaves: of each change that no sync covered all, nothing or a part. */
  cutPower(chance: SeededChance): void {
    const changes = this.#changes;
    this.#changes = [];
    for (const each of changes.toReversed()) this.#undo(each);
    for (const each of changes) {
      if (each.kept) this.#redo(each, each.bytes);
      else if (!each.forgotten || chance.oneIn(2)) this.#redoByChance(each, chance);
    }
  }

  /**
   * Turns one bit, as a disk that rots does. The answer turns it back, and says whether it did: what
   * was written over since is let alone.
   */
  rot(offset: number, bit: number): () => boolean {
    const [from, to] = [Math.max(0, offset - AROUND), Math.min(this.#length, offset + AROUND)];
    const turn = () => {
      this.#bytes[offset] = (this.#bytes[offset] ?? 0) ^ (1 << bit);
    };
    turn();
    const turned = this.#bytes.slice(from, to);
    return () => {
      const isThere = equalBytes(this.content.subarray(from, to), turned);
      if (isThere) turn();
      return isThere;
    };
  }

  #redoByChance(each: Change, chance: SeededChance): void {
    const { bytes } = each;
    switch (chance.below(4)) {
      case 0:
        return;
      case 1:
        return this.#redo(each, bytes?.subarray(0, chance.below(bytes.length + 1)) ?? null);
      case 2:
        return this.#redoSectors(each, chance);
      default:
        this.#redo(each, bytes);
    }
  }

  /** Some sectors reached the disk and others did not, in whatever order. */
  #redoSectors(each: Change, chance: SeededChance): void {
    const { bytes, offset } = each;
    if (bytes === null) return this.#redo(each, null);
    let at = 0;
    while (at < bytes.length) {
      const end = Math.min(bytes.length, at + SECTOR - ((offset + at) % SECTOR));
      if (chance.oneIn(2)) this.#put(bytes.subarray(at, end), offset + at);
      at = end;
    }
  }

  #redo({ offset }: Change, bytes: Uint8Array | null): void {
    if (bytes !== null) this.#put(bytes, offset);
    else this.#length = Math.min(this.#length, offset);
  }

  #undo({ offset, before, lengthBefore }: Change): void {
    if (lengthBefore > this.#length) this.#length = lengthBefore;
    this.#bytes.set(before, Math.min(offset, lengthBefore - before.length));
    this.#bytes.fill(0, lengthBefore, Math.max(this.#length, lengthBefore));
    this.#length = lengthBefore;
  }

  /** What lies between the end of the file and `offset` reads as zeros. */
  #put(bytes: Uint8Array, offset: number): void {
    const end = offset + bytes.length;
    if (end > this.#bytes.length) {
      const larger = new Uint8Array(end * 2);
      larger.set(this.content);
      this.#bytes = larger;
    }
    if (offset > this.#length) this.#bytes.fill(0, this.#length, offset);
    this.#bytes.set(bytes, offset);
    this.#length = Math.max(this.#length, end);
  }
}

function change(
  offset: number,
  bytes: Uint8Array | null,
  before: Uint8Array,
  lengthBefore: number,
): Change {
  return { offset, bytes, before, lengthBefore, forgotten: false, kept: false };
}
