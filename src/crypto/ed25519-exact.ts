import { ed25519 } from "@noble/curves/ed25519.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { concatBytes } from "../base/bytes.js";

const { Point } = ed25519;
/** Order of the base point, RFC 8032 §5.1. */
const L = Point.Fn.ORDER;

/**
 * The strict rule, point by point: S < L, key and R canonical and not of small order, and
 * S·B = R + k·A without cofactor (docs/reference/formats.md, Checkpoint). It says what libsodium
 * says; noble's own `zip215: false` multiplies by the cofactor and does not.
 */
export function verifyStrictExact(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  const rBytes = signature.subarray(0, 32);
  const s = numberLE(signature.subarray(32));
  if (s >= L) return false;
  const a = strictPoint(publicKey);
  const r = strictPoint(rBytes);
  if (a === null || r === null) return false;
  const k = numberLE(sha512(concatBytes(rBytes, publicKey, message))) % L;
  return Point.BASE.multiplyUnsafe(s).equals(r.add(a.multiplyUnsafe(k)));
}

/**
 * ZIP-215: S < L, any encoding of key and R that decodes, the equation with cofactor. The rule for
 * transactions; lengths are checked first.
 */
export function verifyZip215Exact(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  return ed25519.verify(signature, message, publicKey, { zip215: true });
}

/** RFC 8032 §5.1.3 refuses y ≥ p and x = 0 with its sign set; a point of small order is none here. */
function strictPoint(bytes: Uint8Array): InstanceType<typeof Point> | null {
  try {
    const point = Point.fromBytes(bytes);
    return point.isSmallOrder() ? null : point;
  } catch {
    return null;
  }
}

function numberLE(bytes: Uint8Array): bigint {
  let value = 0n;
  for (const byte of bytes.toReversed()) value = (value << 8n) | BigInt(byte);
  return value;
}
