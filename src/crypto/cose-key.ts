import { p256 } from "@noble/curves/nist.js";
import { toHex } from "../base/text.js";
import { encodeCbor } from "../codec/cbor-encode.js";
import type { Cbor, CborMap } from "../codec/cbor-value.js";
import { isCanonicalKey, isSmallOrderKey } from "./ed25519.js";
import { cryptoError } from "./errors.js";
import { sha256 } from "./hash.js";

/** Coordinates are 32 bytes each: x little-endian as in RFC 8032, x and y big-endian on P-256. */
export type PublicKey =
  | { readonly kind: "Ed25519"; readonly x: Uint8Array }
  | { readonly kind: "P-256"; readonly x: Uint8Array; readonly y: Uint8Array };

/** Labels of a COSE_Key: RFC 9052 §7.1 and RFC 9053 §7.1.1, §7.2. */
const Label = { Type: 1, Curve: -1, X: -2, Y: -3 } as const;
/** Key types OKP and EC2, RFC 9053 §7. */
const KeyType = { Okp: 1, Ec2: 2 } as const;
/** Curves, RFC 9053 §7.1. */
const Curve = { P256: 1, Ed25519: 6 } as const;

/** The COSE_Key with exactly the members that RFC 9679 §4 hashes. */
export function coseKey(key: PublicKey): CborMap {
  if (key.kind === "Ed25519") {
    return new Map<number, Cbor>([
      [Label.Type, KeyType.Okp],
      [Label.Curve, Curve.Ed25519],
      [Label.X, key.x],
    ]);
  }
  return new Map<number, Cbor>([
    [Label.Type, KeyType.Ec2],
    [Label.Curve, Curve.P256],
    [Label.X, key.x],
    [Label.Y, key.y],
  ]);
}

export function encodeCoseKey(key: PublicKey): Uint8Array {
  return encodeCbor(coseKey(key));
}

/** SHA-256 of the key's required members, RFC 9679 §3: 32 bytes. */
export function thumbprint(key: PublicKey): Uint8Array {
  return sha256(encodeCoseKey(key));
}

/**
 * A COSE_Key of exactly our members (docs/reference/formats.md, Transaction). The coordinates are
 * views of what was decoded.
 * @throws KEY_FORM, KEY_LENGTH, KEY_NOT_ON_CURVE, KEY_NOT_CANONICAL, KEY_SMALL_ORDER
 */
export function decodeCoseKey(value: Cbor): PublicKey {
  if (!(value instanceof Map)) throw cryptoError("KEY_FORM");
  const type: unknown = value.get(Label.Type);
  const curve: unknown = value.get(Label.Curve);
  if (type === KeyType.Okp && curve === Curve.Ed25519 && value.size === 3) {
    return checkedEd25519(value.get(Label.X));
  }
  if (type === KeyType.Ec2 && curve === Curve.P256 && value.size === 4) {
    return checkedP256(value.get(Label.X), value.get(Label.Y));
  }
  throw cryptoError("KEY_FORM");
}

function checkedEd25519(member: unknown): PublicKey {
  const x = coordinate(member);
  if (isSmallOrderKey(x)) throw cryptoError("KEY_SMALL_ORDER", { x: toHex(x) });
  if (!isCanonicalKey(x)) throw cryptoError("KEY_NOT_CANONICAL", { x: toHex(x) });
  return { kind: "Ed25519", x };
}

function checkedP256(xMember: unknown, yMember: unknown): PublicKey {
  const [x, y] = [coordinate(xMember), coordinate(yMember)];
  try {
    p256.Point.fromAffine({ x: bigEndian(x), y: bigEndian(y) }).assertValidity();
  } catch (cause) {
    throw cryptoError("KEY_NOT_ON_CURVE", { x: toHex(x), y: toHex(y) }, cause);
  }
  return { kind: "P-256", x, y };
}

function coordinate(member: unknown): Uint8Array {
  if (!(member instanceof Uint8Array)) throw cryptoError("KEY_FORM");
  if (member.length !== 32) throw cryptoError("KEY_LENGTH", { length: member.length });
  return member;
}

function bigEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x${toHex(bytes)}`);
}
