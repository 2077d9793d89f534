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
  const key = head(leaf, 2);
  const keyEnd = key.next + key.argument;
  const seal = key.argument === SEAL.length && SEAL.every((byte, i) => leaf[key.next + i] === byte);
  const cause = head(leaf, keyEnd);
  if (leaf[cause.next] === NULL) return { supersedes: null, seal };
  return { supersedes: head(leaf, cause.next).argument, seal };
}

/** The encoded value of a fact that has one, as a view of its leaf. */
export function encodedValue(leaf: Uint8Array): Uint8Array {
  const key = head(leaf, 2);
  const cause = head(leaf, key.next + key.argument);
  return leaf.subarray(leaf[cause.next] === NULL ? cause.next + 1 : head(leaf, cause.next).next);
}

function head(leaf: Uint8Array, at: number): { argument: number; next: number } {
  const additional = (leaf[at] as number) & 31;
  if (additional < 24) return { argument: additional, next: at + 1 };
  const width = 1 << (additional - 24);
  let argument = 0;
  for (let i = 1; i <= width; i++) argument = argument * 256 + (leaf[at + i] as number);
  return { argument, next: at + 1 + width };
}
