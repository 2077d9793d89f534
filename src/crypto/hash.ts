import { sha256 } from "#native";
import { limits } from "../base/limits.js";

export { sha256 };

/** Domain separation of leaves and nodes, RFC 9162 §2.1.1: none can pass for the other. */
const LEAF_PREFIX = 0x00;
const NODE_PREFIX = 0x01;

/** What is hashed is put together here: nothing waits, so one place serves every hash. */
const scratch = new Uint8Array(1 + limits.leafBytes);

/** SHA-256(0x00 ‖ leaf), RFC 9162 §2.1.1; of a leaf of any length. */
export function leafHash(leaf: Uint8Array): Uint8Array {
  const whole = leaf.length < scratch.length ? scratch : new Uint8Array(1 + leaf.length);
  whole[0] = LEAF_PREFIX;
  whole.set(leaf, 1);
  return sha256(whole.subarray(0, 1 + leaf.length));
}

const node = scratch.subarray(0, 65);

/** SHA-256(0x01 ‖ left ‖ right) of two hashes, RFC 9162 §2.1.1. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  node[0] = NODE_PREFIX;
  node.set(left, 1);
  node.set(right, 33);
  return sha256(node);
}

/** Root of the tree without leaves: SHA-256 of nothing, RFC 9162 §2.1.1. */
export const EMPTY_ROOT: Uint8Array = sha256(new Uint8Array(0));
