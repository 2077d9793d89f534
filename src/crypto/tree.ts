import { equalBytes } from "../base/bytes.js";
import { cryptoError } from "./errors.js";
import { nodeHash } from "./hash.js";
import { assertHash, bitCount, half, isSize } from "./tree-size.js";

/**
 * The root to which `path` leads from a leaf, RFC 9162 §2.1.3.2. All hashes have 32 bytes.
 * @throws TREE_INDEX, TREE_PATH_LENGTH, TREE_HASH_LENGTH
 */
export function rootFromInclusion(
  leafHash: Uint8Array,
  index: number,
  size: number,
  path: readonly Uint8Array[],
): Uint8Array {
  if (!isSize(index) || !isSize(size) || index >= size) {
    throw cryptoError("TREE_INDEX", { index, size });
  }
  const wrongLength = () => cryptoError("TREE_PATH_LENGTH", { index, size, length: path.length });
  assertHash(leafHash);
  path.forEach(assertHash);
  let at: Position = { node: index, last: size - 1 };
  let hash = leafHash;
  for (const sibling of path) {
    if (at.last === 0) throw wrongLength();
    if (isRight(at)) {
      hash = nodeHash(sibling, hash);
      at = aboveLeftEdge(at);
    } else hash = nodeHash(hash, sibling);
    at = up(at);
  }
  if (at.last !== 0) throw wrongLength();
  return hash;
}

/**
 * The leaf stands at `index` of the tree of `size` leaves that has this root.
 * @throws TREE_INCLUSION, and as `rootFromInclusion`
 */
export function checkInclusion(
  leafHash: Uint8Array,
  index: number,
  size: number,
  path: readonly Uint8Array[],
  root: Uint8Array,
): void {
  assertHash(root);
  if (!equalBytes(rootFromInclusion(leafHash, index, size, path), root)) {
    throw cryptoError("TREE_INCLUSION", { index, size });
  }
}

/**
 * The first tree is the beginning of the second, RFC 9162 §2.1.4.2. Of an empty tree nothing is
 * shown; equal sizes take an empty path and equal roots.
 * @throws TREE_SIZE, TREE_PATH_LENGTH, TREE_HASH_LENGTH, TREE_CONSISTENCY
 */
export function checkConsistency(
  size1: number,
  root1: Uint8Array,
  size2: number,
  root2: Uint8Array,
  path: readonly Uint8Array[],
): void {
  if (!isSize(size1) || !isSize(size2) || size1 < 1 || size1 > size2) {
    throw cryptoError("TREE_SIZE", { size1, size2 });
  }
  [root1, root2, ...path].forEach(assertHash);
  const roots = size1 === size2 ? sameTree(root1, path) : rootsOf(size1, root1, size2, path);
  if (roots === null) throw cryptoError("TREE_PATH_LENGTH", { size1, size2, length: path.length });
  if (!equalBytes(roots.first, root1) || !equalBytes(roots.second, root2)) {
    throw cryptoError("TREE_CONSISTENCY", { size1, size2 });
  }
}

type Roots = { readonly first: Uint8Array; readonly second: Uint8Array };

function sameTree(root: Uint8Array, path: readonly Uint8Array[]): Roots | null {
  return path.length === 0 ? { first: root, second: root } : null;
}

/** Both roots as the path gives them, or null where its length does not fit the sizes. */
function rootsOf(
  size1: number,
  root1: Uint8Array,
  size2: number,
  path: readonly Uint8Array[],
): Roots | null {
  // A first tree that is one complete subtree is the path's start itself, and is left out of it.
  const [start, ...rest] = bitCount(size1) === 1 ? [root1, ...path] : path;
  if (start === undefined || path.length === 0) return null;
  let at = aboveRightEdge({ node: size1 - 1, last: size2 - 1 });
  let [first, second] = [start, start];
  for (const sibling of rest) {
    if (at.last === 0) return null;
    if (isRight(at)) {
      first = nodeHash(sibling, first);
      second = nodeHash(sibling, second);
      at = aboveLeftEdge(at);
    } else second = nodeHash(second, sibling);
    at = up(at);
  }
  return at.last === 0 ? { first, second } : null;
}

/** `fn` and `sn` of RFC 9162: index of a node in its level, and of the level's last node. */
type Position = { readonly node: number; readonly last: number };

function up(at: Position): Position {
  return { node: half(at.node), last: half(at.last) };
}

/** The node is hashed as the right one; the level's last node has a left sibling only. */
function isRight(at: Position): boolean {
  return at.node % 2 === 1 || at.node === at.last;
}

/** Past the levels on which the last node has no sibling and rises as it is. */
function aboveLeftEdge(at: Position): Position {
  let here = at;
  while (here.node % 2 === 0 && here.node !== 0) here = up(here);
  return here;
}

/** Up to the largest complete subtree that ends where the first tree does. */
function aboveRightEdge(at: Position): Position {
  let here = at;
  while (here.node % 2 === 1) here = up(here);
  return here;
}
