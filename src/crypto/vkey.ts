import { concatBytes, equalBytes } from "../base/bytes.js";
import { CounterfoilError } from "../base/errors.js";
import { fromBase64, fromHex, toBase64, toHex, utf8Encode } from "../base/text.js";
import { isUsableKey } from "./ed25519.js";
import { cryptoError } from "./errors.js";
import { sha256 } from "./hash.js";

/** Signature types of C2SP signed-note that we know; every other is passed over. */
const types = { Ed25519: 0x01, "cosignature/v1": 0x04 } as const;
export type VkeyKind = keyof typeof types;

/** A verifier key of C2SP signed-note. */
export type Vkey = {
  readonly kind: VkeyKind | "unknown";
  readonly name: string;
  /** 4 bytes: with the name it says which key made a signature. */
  readonly keyId: Uint8Array;
  /** The signature type's byte. */
  readonly type: number;
  /** 32 bytes, save in an unknown type. */
  readonly key: Uint8Array;
};

/** The verifier key of an Ed25519 key. @throws NOTE_NAME, NOTE_VKEY */
export function makeVkey(name: string, kind: VkeyKind, key: Uint8Array): Vkey {
  assertKeyName(name);
  if (!isUsableKey(key)) throw cryptoError("NOTE_VKEY", { name });
  const type = types[kind];
  return { kind, name, type, key, keyId: keyIdOf(name, type, key) };
}

/**
 * `<name>+<key id in hex>+<base64 of type ‖ key>`, C2SP signed-note. The key id of an unknown type
 * is taken as it is, since its rule is unknown too.
 * @throws NOTE_NAME, NOTE_VKEY
 */
export function parseVkey(text: string): Vkey {
  const match = /^([^+]*)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/.exec(text);
  const [, name = "", id = "", encoded = ""] = match ?? [];
  if (match === null) throw cryptoError("NOTE_VKEY", { vkey: text });
  const bytes = decoded(encoded, text);
  const kind = kindOf(bytes[0]);
  const key = bytes.slice(1);
  if (kind === "unknown") {
    assertKeyName(name);
    return { kind, name, type: bytes[0] ?? 0, key, keyId: fromHex(id) };
  }
  const vkey = makeVkey(name, kind, key);
  if (toHex(vkey.keyId) !== id) throw cryptoError("NOTE_VKEY", { vkey: text });
  return vkey;
}

export function formatVkey(vkey: Vkey): string {
  const encoded = toBase64(concatBytes(Uint8Array.of(vkey.type), vkey.key));
  return `${vkey.name}+${toHex(vkey.keyId)}+${encoded}`;
}

/** Names are not empty and have no Unicode space and no plus sign, C2SP signed-note. */
export function isKeyName(name: string): boolean {
  return /^[^+\p{White_Space}]+$/u.test(name);
}

/** Whether a line with that name and key id is to be verified with this key. */
export function isKeyOf(
  vkey: Vkey,
  line: { readonly name: string; readonly keyId: Uint8Array },
): boolean {
  return vkey.name === line.name && equalBytes(vkey.keyId, line.keyId);
}

function assertKeyName(name: string): void {
  if (!isKeyName(name)) throw cryptoError("NOTE_NAME", { name });
}

function kindOf(type: number | undefined): VkeyKind | "unknown" {
  if (type === types.Ed25519) return "Ed25519";
  return type === types["cosignature/v1"] ? "cosignature/v1" : "unknown";
}

/** SHA-256(name ‖ 0x0A ‖ type ‖ key)[:4], C2SP signed-note and tlog-cosignature. */
function keyIdOf(name: string, type: number, key: Uint8Array): Uint8Array {
  return sha256(concatBytes(utf8Encode(`${name}\n`), Uint8Array.of(type), key)).slice(0, 4);
}

function decoded(encoded: string, vkey: string): Uint8Array {
  try {
    return fromBase64(encoded);
  } catch (cause) {
    if (cause instanceof CounterfoilError) throw cryptoError("NOTE_VKEY", { vkey }, cause);
    throw cause;
  }
}
