import { utf8Encode } from "../base/text.js";

/** The two things of a leaf that reopening a log needs, read without decoding it. */
export type ScannedFact = { readonly supersedes: number | null; readonly seal: boolean };

const NULL = 0xf6;
const TOMBSTONE = 0x83;
const SEAL = utf8Encode("seal");

/**
 * Reads past the key of a leaf that was checked when it was written and whose checksum held now.
 * A tombstone supersedes nothing that is known (docs/adr/0006).
 */
export function scanFact(leaf: Uint8Array): ScannedFact {
  if (leaf[0] === TOMBSTONE) return { supersedes: null, seal: false };
  const key = afterHead(leaf, KEY_AT);
  const length = argument(leaf, KEY_AT);
  const seal = length === SEAL.length && SEAL.every((byte, i) => leaf[key + i] === byte);
  const at = supersedesAt(leaf);
  return { supersedes: leaf[at] === NULL ? null : argument(leaf, at), seal };
}

/** The encoded value of a fact that has one, as a view of its leaf. */
export function encodedValue(leaf: Uint8Array): Uint8Array {
  const at = supersedesAt(leaf);
  return leaf.subarray(leaf[at] === NULL ? at + 1 : afterHead(leaf, at));
}

/** After the array's head and the version. */
const KEY_AT = 2;

function supersedesAt(leaf: Uint8Array): number {
  return afterHead(leaf, afterHead(leaf, KEY_AT) + argument(leaf, KEY_AT));
}

/** How many bytes follow the initial one of the head at `at` (RFC 8949 §3). */
function widthAt(leaf: Uint8Array, at: number): number {
  const additional = (leaf[at] as number) & 31;
  return additional < 24 ? 0 : 1 << (additional - 24);
}

function afterHead(leaf: Uint8Array, at: number): number {
  return at + 1 + widthAt(leaf, at);
}

function argument(leaf: Uint8Array, at: number): number {
  const width = widthAt(leaf, at);
  if (width === 0) return (leaf[at] as number) & 31;
  let value = 0;
  for (let i = 1; i <= width; i++) value = value * 256 + (leaf[at + i] as number);
  return value;
}
