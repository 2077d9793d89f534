import { ed25519 } from "@noble/curves/ed25519.js";
import { p256 } from "@noble/curves/nist.js";
import { sha256 as nobleSha256, sha512 as nobleSha512 } from "@noble/hashes/sha2.js";
import { concatBytes } from "../base/bytes.js";
import { verifyStrictExact } from "./ed25519-exact.js";
import type { Ed25519KeyPair } from "./ed25519-key-pair.js";
import { cryptoError } from "./errors.js";

/** SHA-256, FIPS 180-4: 32 bytes. */
export function sha256(bytes: Uint8Array): Uint8Array {
  return nobleSha256(bytes);
}

/** SHA-512, FIPS 180-4: 64 bytes. */
export function sha512(bytes: Uint8Array): Uint8Array {
  return nobleSha512(bytes);
}

/** The strict check, which is libsodium's. False for any key or signature of another length. */
export function ed25519Accepts(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  return verifyStrictExact(publicKey, message, signature);
}

/** RFC 8032 §5.1.5 from a seed of 32 bytes. @throws KEY_SECRET */
export function ed25519KeyPair(seed: Uint8Array): Ed25519KeyPair {
  if (seed.length !== 32) throw cryptoError("KEY_SECRET", { length: seed.length });
  const own = seed.slice();
  return {
    publicKey: ed25519.getPublicKey(own),
    sign: (message) => ed25519.sign(message, own),
  };
}

/** SEC 1 §2.3.3: the first byte of an uncompressed point. */
const uncompressed = Uint8Array.of(4);

/**
 * ECDSA on P-256 with SHA-256, key x ‖ y, signature r ‖ s, any s (FIPS 186-5 §6.4.2). False for
 * other lengths and for a key that is not on the curve.
 */
export function p256Verify(
  publicKeyXY: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (publicKeyXY.length !== 64 || signature.length !== 64) return false;
  try {
    const key = concatBytes(uncompressed, publicKeyXY);
    return p256.verify(signature, message, key, { lowS: false, prehash: true });
  } catch {
    return false;
  }
}
