import { ed25519 } from "@noble/curves/ed25519.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { concatBytes } from "../src/base/bytes.js";

const { Point } = ed25519;
const { Fn } = Point;

/** A point of order 8. */
export const torsion = Point.fromHex(
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
);

/** What is added to key and R, which are points, and to S. */
export type Odd = {
  readonly key?: typeof torsion;
  readonly r?: typeof torsion;
  readonly s?: bigint;
};

/** An Ed25519 signature with any points added; the hash covers what stands there, so ZIP-215 takes torsion. */
export function signByHand(secret: Uint8Array, message: Uint8Array, nonce: bigint, odd: Odd) {
  const { scalar, point } = ed25519.utils.getExtendedPublicKey(secret);
  const publicKey = point.add(odd.key ?? Point.ZERO).toBytes();
  const r = Point.BASE.multiply(nonce).add(odd.r ?? Point.ZERO);
  const k = Fn.create(numberLE(sha512(concatBytes(r.toBytes(), publicKey, message))));
  const s = Fn.create(nonce + k * scalar) + (odd.s ?? 0n);
  return { publicKey, message, signature: concatBytes(r.toBytes(), bytesLE(s)) };
}

export const numberLE = (bytes: Uint8Array): bigint =>
  bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
export const bytesLE = (value: bigint): Uint8Array =>
  Uint8Array.from({ length: 32 }, (_, i) => Number((value >> BigInt(8 * i)) & 255n));
