import { cryptoError } from "./errors.js";

// Sizes go up to 2⁵³ − 1, past the 32 bits that JavaScript's bit operators keep.

/** ⌊n / 2⌋, exact for every safe integer. */
export function half(n: number): number {
  return (n - (n % 2)) / 2;
}

export function isSize(n: number): boolean {
  return Number.isSafeInteger(n) && n >= 0;
}

/** Number of bits that are 1: the complete subtrees of a tree of this size. */
export function bitCount(n: number): number {
  let count = 0;
  for (let rest = n; rest > 0; rest = half(rest)) count += rest % 2;
  return count;
}

/** The largest power of two below `n`, where RFC 9162 §2.1.1 splits a tree of n > 1 leaves. */
export function splitPoint(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/** A hash of the tree is 32 bytes. @throws TREE_HASH_LENGTH */
export function assertHash(hash: Uint8Array): void {
  if (hash.length !== 32) throw cryptoError("TREE_HASH_LENGTH", { length: hash.length });
}
