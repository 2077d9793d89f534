import { createPublicKey, hash, verify } from "node:crypto";
import sodium from "sodium-native";
import { RecentValues } from "../base/recent-values.js";
import { toBase64Url } from "../base/text.js";
import type { Ed25519KeyPair } from "./ed25519-key-pair.js";
import { cryptoError } from "./errors.js";

/** SHA-256, FIPS 180-4: 32 bytes. */
export function sha256(bytes: Uint8Array): Uint8Array {
  return bytesOf(hash("sha256", bytes, "latin1"));
}

/** SHA-512, FIPS 180-4: 64 bytes. */
export function sha512(bytes: Uint8Array): Uint8Array {
  return bytesOf(hash("sha512", bytes, "latin1"));
}

/** A digest comes as a string, since a buffer from outside the heap costs as much as the hash. */
function bytesOf(digest: string): Uint8Array {
  const bytes = new Uint8Array(digest.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = digest.charCodeAt(i);
  return bytes;
}

/**
 * Ed25519 as libsodium checks it: S < L, key and R canonical and not of small order, the equation
 * without cofactor. False for any key or signature of another length.
 */
export function ed25519Accepts(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  // sodium-native asserts on short input and takes a signature of 65 bytes.
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  const [sig, text, key] = [unshared(signature), unshared(message), unshared(publicKey)];
  return sodium.crypto_sign_verify_detached(sig, text, key) === true;
}

/**
 * RFC 8032 §5.1.5 from a seed of 32 bytes. The key is derived once: that costs as much as to sign.
 * @throws KEY_SECRET
 */
export function ed25519KeyPair(seed: Uint8Array): Ed25519KeyPair {
  if (seed.length !== 32) throw cryptoError("KEY_SECRET", { length: seed.length });
  const publicKey = new Uint8Array(32);
  const secretKey = new Uint8Array(64);
  sodium.crypto_sign_seed_keypair(publicKey, secretKey, unshared(seed));
  const sign = (message: Uint8Array) => {
    const signature = new Uint8Array(64);
    sodium.crypto_sign_detached(signature, unshared(message), secretKey);
    return signature;
  };
  return { publicKey, sign };
}

/** How many P-256 keys stay parsed: parsing costs about as much as a verification. */
const keys = new RecentValues<string, ReturnType<typeof createPublicKey>>(1024);

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
  const key = p256Key(publicKeyXY);
  if (key === null) return false;
  return verify("sha256", message, { key, dsaEncoding: "ieee-p1363" }, signature);
}

function p256Key(publicKeyXY: Uint8Array): ReturnType<typeof createPublicKey> | null {
  const x = toBase64Url(publicKeyXY.subarray(0, 32));
  const y = toBase64Url(publicKeyXY.subarray(32));
  const id = x + y;
  try {
    const jwk = { kty: "EC", crv: "P-256", x, y } as const;
    const known = keys.get(id);
    if (known !== undefined) return known;
    const key = createPublicKey({ format: "jwk", key: jwk });
    keys.set(id, key, 1);
    return key;
  } catch {
    return null;
  }
}

/** sodium-native answers nothing at all for shared memory. */
function unshared(bytes: Uint8Array): Uint8Array {
  return bytes.buffer instanceof ArrayBuffer ? bytes : new Uint8Array(bytes);
}
