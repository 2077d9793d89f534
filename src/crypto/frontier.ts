import { cryptoError } from "./errors.js";
import { EMPTY_ROOT, nodeHash } from "./hash.js";
import { assertHash, bitCount, half, isSize } from "./tree-size.js";

/** Told of every leaf (level 0) and of every complete subtree of 2^level leaves, lower ones first. */
export type OnNode = (level: number, index: number, hash: Uint8Array) => void;

/**
 * A tree that only grows, kept as the roots of its complete subtrees: at most 53 hashes, an append
 * costs about two (RFC 9162 §2.1.2).
 */
export class Frontier {
  private leaves = 0;
  /** Largest subtree first: one for each bit of the size that is 1. */
  private readonly subtrees: Uint8Array[] = [];
  private readonly onNode: OnNode | undefined;

  constructor(onNode?: OnNode) {
    this.onNode = onNode;
  }

  /**
   * The frontier of a tree of `size` leaves, largest subtree first; hashes of 32 bytes.
   * @throws TREE_SIZE, TREE_PATH_LENGTH, TREE_HASH_LENGTH
   */
  static fromPeaks(size: number, peaks: readonly Uint8Array[], onNode?: OnNode): Frontier {
    if (!isSize(size)) throw cryptoError("TREE_SIZE", { size });
    if (peaks.length !== bitCount(size)) {
      throw cryptoError("TREE_PATH_LENGTH", { size, length: peaks.length });
    }
    peaks.forEach(assertHash);
    const frontier = new Frontier(onNode);
    frontier.leaves = size;
    frontier.subtrees.push(...peaks);
    return frontier;
  }

  get size(): number {
    return this.leaves;
  }

  /** @throws TREE_HASH_LENGTH, TREE_SIZE past 2⁵³ − 1 leaves */
  append(leafHash: Uint8Array): void {
    assertHash(leafHash);
    if (!isSize(this.leaves + 1)) throw cryptoError("TREE_SIZE", { size: this.leaves });
    let hash = leafHash;
    let level = 0;
    let index = this.leaves;
    this.onNode?.(level, index, hash);
    for (; index % 2 === 1; index = half(index)) {
      hash = nodeHash(this.subtrees.pop() ?? EMPTY_ROOT, hash);
      level++;
      this.onNode?.(level, half(index), hash);
    }
    this.subtrees.push(hash);
    this.leaves++;
  }

  /** Root of the tree as it stands; `EMPTY_ROOT` without leaves. */
  root(): Uint8Array {
    if (this.leaves === 0) return EMPTY_ROOT;
    return this.subtrees.reduceRight((right, left) => nodeHash(left, right));
  }

  peaks(): readonly Uint8Array[] {
    return [...this.subtrees];
  }

  /** A copy that grows by itself, and tells `onNode` only if it is given one. */
  clone(onNode?: OnNode): Frontier {
    return Frontier.fromPeaks(this.leaves, this.subtrees, onNode);
  }
}
