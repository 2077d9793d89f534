import { ed25519Accepts } from "#native";
import { compareBytes } from "../base/bytes.js";
import { fromHex } from "../base/text.js";
import { verifyZip215Exact } from "./ed25519-exact.js";

export { ed25519KeyPair } from "#native";
export { verifyStrictExact, verifyZip215Exact } from "./ed25519-exact.js";

/**
 * The rule for cosignatures, log signatures and COSE receipts: S < L, key and R canonical and not of
 * small order, S·B = R + k·A without cofactor. Key of 32 bytes, signature of 64, else false.
 */
export function verifyStrict(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  return ed25519Accepts(publicKey, message, signature);
}

/** ZIP-215, the rule for transactions. All that the strict and faster check accepts, it accepts. */
export function verifyZip215(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  return (
    ed25519Accepts(publicKey, message, signature) ||
    verifyZip215Exact(publicKey, message, signature)
  );
}

/** Canonical, not of small order, 32 bytes. Whether it is a point at all, the signature shows. */
export function isUsableKey(publicKey: Uint8Array): boolean {
  return isCanonicalKey(publicKey) && !isSmallOrderKey(publicKey);
}

/** 2²⁵⁵ − 19 (RFC 8032 §5.1), big-endian. */
const p = fromHex(`7f${"ff".repeat(30)}ed`);

/** y < p, as RFC 8032 §5.1.3 asks; x = 0 with its sign set is told by `isSmallOrderKey`. */
export function isCanonicalKey(publicKey: Uint8Array): boolean {
  if (publicKey.length !== 32) return false;
  // Of nearly all keys, the highest byte says it.
  if (((publicKey[31] as number) & 0x7f) < 0x7f) return true;
  return compareBytes(yOf(publicKey).reverse(), p) < 0;
}

/** y of the eight points of small order, little-endian: 0, 1, −1 and the two of order 8. */
const smallOrderY = [
  `00${"00".repeat(31)}`,
  `01${"00".repeat(31)}`,
  `ec${"ff".repeat(30)}7f`,
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
].map(fromHex);

/** A canonical encoding, with either sign of x, of a point whose order divides 8. */
export function isSmallOrderKey(publicKey: Uint8Array): boolean {
  const y = yOf(publicKey);
  return smallOrderY.some((small) => compareBytes(small, y) === 0);
}

/** The key without the sign of x, its highest bit. A copy. */
function yOf(publicKey: Uint8Array): Uint8Array {
  return publicKey.map((byte, i) => (i === 31 ? byte & 0x7f : byte));
}
