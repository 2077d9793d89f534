import { cryptoError } from "./errors.js";
import { EMPTY_ROOT, nodeHash } from "./hash.js";
import { isSize, splitPoint } from "./tree-size.js";

/** Hash of the complete subtree of 2^level leaves at that index of its level. */
export type NodeAt = (level: number, index: number) => Uint8Array;

/** Root of the first `size` leaves (RFC 9162 §2.1.1). */
export function rootOf(size: number, node: NodeAt): Uint8Array {
  return size === 0 ? EMPTY_ROOT : rangeHash(0, size, node);
}

/**
 * Siblings from the leaf up, RFC 9162 §2.1.3.1; empty in a tree of one leaf.
 * @throws TREE_INDEX
 */
export function inclusionPath(index: number, size: number, node: NodeAt): Uint8Array[] {
  if (!isSize(index) || !isSize(size) || index >= size) {
    throw cryptoError("TREE_INDEX", { index, size });
  }
  const path: Uint8Array[] = [];
  let [from, to] = [0, size];
  while (to - from > 1) {
    const middle = from + splitPoint(to - from);
    if (index < middle) {
      path.push(rangeHash(middle, to, node));
      to = middle;
    } else {
      path.push(rangeHash(from, middle, node));
      from = middle;
    }
  }
  return path.reverse();
}

/**
 * That the first `size1` leaves of a tree of `size2` have not changed, RFC 9162 §2.1.4.1; empty
 * where the sizes are equal.
 * @throws TREE_SIZE
 */
export function consistencyPath(size1: number, size2: number, node: NodeAt): Uint8Array[] {
  if (!isSize(size1) || !isSize(size2) || size1 < 1 || size1 > size2) {
    throw cryptoError("TREE_SIZE", { size1, size2 });
  }
  const path: Uint8Array[] = [];
  let [from, to] = [0, size2];
  while (size1 !== to) {
    const middle = from + splitPoint(to - from);
    if (size1 <= middle) {
      path.push(rangeHash(middle, to, node));
      to = middle;
    } else {
      path.push(rangeHash(from, middle, node));
      from = middle;
    }
  }
  // The verifier knows the first tree's own root, so it is left out where it would stand here.
  if (from !== 0) path.push(rangeHash(from, to, node));
  return path.reverse();
}

/** Hash of the leaves from … to − 1, where `from` starts a subtree, from complete subtrees. */
function rangeHash(from: number, to: number, node: NodeAt): Uint8Array {
  const count = to - from;
  const k = splitPoint(count);
  if (count === 1) return node(0, from);
  if (k * 2 === count) return node(levelOf(count), from / count);
  return nodeHash(rangeHash(from, from + k, node), rangeHash(from + k, to, node));
}

/** Exponent of a power of two. */
function levelOf(power: number): number {
  let level = 0;
  for (let rest = power; rest > 1; rest /= 2) level++;
  return level;
}
