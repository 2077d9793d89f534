import { p256 } from "@noble/curves/nist.js";
import { type PublicKey, thumbprint } from "./cose-key.js";
import { ed25519KeyPair } from "./ed25519.js";
import { cryptoError } from "./errors.js";

/**
 * The one port in front of every private key: in memory, in a browser's key store or in a device
 * behind a socket. Signatures have 64 bytes: R ‖ S on Ed25519, r ‖ s over SHA-256 on P-256.
 */
export interface Signer {
  readonly publicKey: PublicKey;
  /** RFC 9679, 32 bytes. */
  readonly thumbprint: Uint8Array;
  sign(message: Uint8Array): Uint8Array | Promise<Uint8Array>;
}

/** A signer whose key is in memory, so that it signs at once. */
export interface MemorySigner extends Signer {
  sign(message: Uint8Array): Uint8Array;
}

/** Ed25519 from a seed of 32 bytes. @throws KEY_SECRET */
export function seedSigner(seed: Uint8Array): MemorySigner {
  const { publicKey, sign } = ed25519KeyPair(seed);
  const key: PublicKey = { kind: "Ed25519", x: publicKey };
  return { publicKey: key, thumbprint: thumbprint(key), sign };
}

/** ES256, deterministic by RFC 6979, from a scalar of 32 bytes. @throws KEY_SECRET */
export function p256Signer(secretKey: Uint8Array): MemorySigner {
  if (!p256.utils.isValidSecretKey(secretKey)) throw cryptoError("KEY_SECRET");
  const own = secretKey.slice();
  // SEC 1 §2.3.3: 0x04, x, y.
  const point = p256.getPublicKey(own, false);
  const key: PublicKey = { kind: "P-256", x: point.slice(1, 33), y: point.slice(33) };
  return {
    publicKey: key,
    thumbprint: thumbprint(key),
    sign: (message) => p256.sign(message, own, { prehash: true }),
  };
}
