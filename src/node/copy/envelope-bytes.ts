import { equalBytes } from "../../base/bytes.js";
import { utf8Encode } from "../../base/text.js";

/**
 * The leaf of a transaction, `[1, "tx/…", 0, null, [envelope, …`, in deterministic CBOR: all that
 * stands before the envelope has one length, so the envelope is found without decoding the leaf.
 */
const START = Uint8Array.of(0x85, 0x01, 0x78, 0x43, ...utf8Encode("tx/"));
const AFTER_KEY = Uint8Array.of(0x00, 0xf6, 0x84);
const KEY_END = 4 + 0x43;
const ENVELOPE_HEAD = KEY_END + AFTER_KEY.length;

/** The envelope of a transaction's leaf: a view, not yet checked in any way; null in other leaves. */
export function envelopeBytes(leaf: Uint8Array): Uint8Array | null {
  if (!equalBytes(leaf.subarray(0, START.length), START)) return null;
  if (!equalBytes(leaf.subarray(KEY_END, ENVELOPE_HEAD), AFTER_KEY)) return null;
  const initial = leaf[ENVELOPE_HEAD] ?? 0;
  // Major type 2, RFC 8949 §3.1: a length below 24 in the byte itself, else in one or two more.
  if (initial >> 5 !== 2) return null;
  const width = { 24: 1, 25: 2 }[initial & 31] ?? 0;
  const start = ENVELOPE_HEAD + 1 + width;
  let length = width === 0 ? initial & 31 : 0;
  for (const byte of leaf.subarray(ENVELOPE_HEAD + 1, start)) length = length * 256 + byte;
  const end = start + length;
  return end <= leaf.length ? leaf.subarray(start, end) : null;
}
