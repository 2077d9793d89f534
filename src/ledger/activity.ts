import { leafHash, nodeHash } from "../crypto/hash.js";
import { inclusionPath, rootOf } from "../crypto/prove-tree.js";
import { checkInclusion } from "../crypto/tree.js";
import { activityError } from "./errors.js";

/** Bits in a chunk, which is a 32-byte leaf of the activity tree. */
const CHUNK_BITS = 256;
const CHUNK_BYTES = 32;
const HASH_BYTES = 32;
const NOTHING = new Uint8Array(0);

export const chunkOf = (index: number): number => Math.floor(index / CHUNK_BITS);
export const chunkCount = (size: number): number => Math.ceil(size / CHUNK_BITS);

/**
 * One bit a fact: 1 while it is the newest of its key. Bits are turned as facts are appended; hashes
 * are made when a root or a path is asked for, each chunk once however many of its bits turned.
 */
export class Activity {
  #bits: Uint8Array = new Uint8Array(4096);
  #size = 0;
  /** Hashes of the complete subtrees of 2^l chunks, one after the other, in #levels[l]. */
  readonly #levels: Uint8Array[] = [];
  readonly #stale = new Set<number>();

  get size(): number {
    return this.#size;
  }

  /** An independent copy; its hashes are made anew when they are asked for. */
  clone(): Activity {
    const copy = new Activity();
    copy.#bits = this.#bits.slice();
    copy.#size = this.#size;
    for (let chunk = 0; chunk < chunkCount(this.#size); chunk++) copy.#stale.add(chunk);
    return copy;
  }

  append(supersedes: number | null): void {
    const index = this.#size++;
    if (index >= this.#bits.length * 8) this.#grow();
    this.#turn(index, true);
    if (supersedes !== null) this.#turn(supersedes, false);
  }

  bit(index: number): boolean {
    if (index >= this.#size) throw activityError("ACTIVITY_INDEX", { index, size: this.#size });
    return bitOf(this.chunk(chunkOf(index)), index);
  }

  chunk(chunk: number): Uint8Array {
    return this.#bits.slice(chunk * CHUNK_BYTES, (chunk + 1) * CHUNK_BYTES);
  }

  root(): Uint8Array {
    this.#refresh();
    return rootOf(chunkCount(this.#size), this.#node);
  }

  /** The path of the chunk in the tree of chunks. */
  path(chunk: number): Uint8Array[] {
    this.#refresh();
    return inclusionPath(chunk, chunkCount(this.#size), this.#node);
  }

  readonly #node = (level: number, index: number): Uint8Array => {
    const hash = this.#hash(level, index);
    // Copied: the bits may turn while somebody still has it.
    if (hash.length === HASH_BYTES) return hash.slice();
    throw activityError("ACTIVITY_INDEX", { level, index });
  };

  #grow(): void {
    this.#bits = larger(this.#bits);
  }

  #turn(index: number, active: boolean): void {
    const weight = 1 << (index & 7);
    const at = Math.floor(index / 8);
    const byte = this.#bits[at] as number;
    this.#bits[at] = active ? byte | weight : byte & ~weight;
    this.#stale.add(chunkOf(index));
  }

  #refresh(): void {
    if (this.#stale.size === 0) return;
    let parents = new Set<number>();
    for (const chunk of this.#stale) {
      this.#setHash(0, chunk, leafHash(this.chunk(chunk)));
      parents.add(chunk >> 1);
    }
    this.#stale.clear();
    for (let level = 1; parents.size > 0; level++) parents = this.#refreshLevel(level, parents);
  }

  /** Only complete subtrees have a node; what is right of the last one is folded when asked for. */
  #refreshLevel(level: number, stale: ReadonlySet<number>): Set<number> {
    const complete = Math.floor(chunkCount(this.#size) / 2 ** level);
    const parents = new Set<number>();
    for (const index of stale) {
      if (index >= complete) continue;
      const [left, right] = [
        this.#hash(level - 1, 2 * index),
        this.#hash(level - 1, 2 * index + 1),
      ];
      this.#setHash(level, index, nodeHash(left, right));
      parents.add(index >> 1);
    }
    return parents;
  }

  #hash(level: number, index: number): Uint8Array {
    const at = index * HASH_BYTES;
    return (this.#levels[level] ?? NOTHING).subarray(at, at + HASH_BYTES);
  }

  #setHash(level: number, index: number, hash: Uint8Array): void {
    let hashes = this.#levels[level] ?? new Uint8Array(8 * HASH_BYTES);
    while (hashes.length < (index + 1) * HASH_BYTES) hashes = larger(hashes);
    this.#levels[level] = hashes;
    hashes.set(hash, index * HASH_BYTES);
  }
}

function larger(bytes: Uint8Array): Uint8Array {
  const twice = new Uint8Array(bytes.length * 2);
  twice.set(bytes);
  return twice;
}

export type ActivityProof = {
  readonly index: number;
  readonly size: number;
  readonly chunk: Uint8Array;
  readonly path: readonly Uint8Array[];
};

/**
 * The bit of fact `index` at a seal of index `size` − 1.
 * @throws ACTIVITY_INDEX, ACTIVITY_CHUNK, TREE_*
 */
export function checkActivity(proof: ActivityProof, root: Uint8Array): boolean {
  const { index, size, chunk, path } = proof;
  if (index >= size) throw activityError("ACTIVITY_INDEX", { index, size });
  if (chunk.length !== CHUNK_BYTES) throw activityError("ACTIVITY_CHUNK", { bytes: chunk.length });
  const chunks = chunkCount(size);
  if (chunkOf(index) === chunks - 1) checkPadding(chunk, size);
  checkInclusion(leafHash(chunk), chunkOf(index), chunks, path, root);
  return bitOf(chunk, index);
}

function checkPadding(chunk: Uint8Array, size: number): void {
  for (let bit = size % CHUNK_BITS || CHUNK_BITS; bit < CHUNK_BITS; bit++) {
    if (bitOf(chunk, bit)) throw activityError("ACTIVITY_CHUNK", { bit });
  }
}

function bitOf(chunk: Uint8Array, index: number): boolean {
  const at = index % CHUNK_BITS;
  return (((chunk[at >> 3] as number) >> (at & 7)) & 1) === 1;
}
