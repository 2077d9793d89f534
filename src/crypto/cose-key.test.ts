import { describe, expect, it } from "vitest";
import { vectorFile } from "../../test/vectors.js";
import { fromHex, toHex } from "../base/text.js";
import { decodeCbor } from "../codec/cbor-decode.js";
import type { Cbor, CborKey } from "../codec/cbor-value.js";
import { coseKey, decodeCoseKey, encodeCoseKey, thumbprint } from "./cose-key.js";
import { p256Signer, seedSigner } from "./signer.js";

/** RFC 9679 §6, and the same of an Ed25519 key, are among the vectors. */
type Thumbprints = { thumbprints: { note: string; coseKey: string; thumbprint: string }[] };
const file = vectorFile<object, Thumbprints>("envelope.json");

describe.runIf(file)("vectors: envelope.json, thumbprints", () => {
  it.each(file?.thumbprints ?? [])("$note", (vector) => {
    const key = decodeCoseKey(decodeCbor(fromHex(vector.coseKey)));
    expect(toHex(thumbprint(key))).toBe(vector.thumbprint);
    expect(toHex(encodeCoseKey(key))).toBe(vector.coseKey);
  });
});

const ed25519 = seedSigner(new Uint8Array(32).fill(3)).publicKey;
const p256 = p256Signer(new Uint8Array(32).fill(3)).publicKey;
const change = (key: typeof p256, label: CborKey, value: Cbor | undefined): Cbor => {
  const members = new Map(coseKey(key));
  if (value === undefined) members.delete(label);
  else members.set(label, value);
  return members;
};
const small = (hex: string) => change(ed25519, -2, fromHex(hex));

describe("COSE_Key", () => {
  it.each([ed25519, p256])("reads what it writes: $kind", (key) => {
    expect(decodeCoseKey(decodeCbor(encodeCoseKey(key)))).toEqual(key);
  });

  it.each<[string, string, Cbor]>([
    ["KEY_FORM", "no map", "key"],
    ["KEY_FORM", "a map of text", { x: 1 }],
    ["KEY_FORM", "a member more", change(ed25519, 2, Uint8Array.of(1))],
    ["KEY_FORM", "a private key", change(ed25519, -4, new Uint8Array(32))],
    ["KEY_FORM", "a member less", change(p256, -3, undefined)],
    ["KEY_FORM", "no curve", change(ed25519, -1, undefined)],
    ["KEY_FORM", "another curve", change(ed25519, -1, 4)],
    ["KEY_FORM", "Ed25519 as EC2", change(ed25519, 1, 2)],
    ["KEY_FORM", "x as text", change(ed25519, -2, "x")],
    ["KEY_FORM", "the sign of y", change(p256, -3, true)],
    ["KEY_LENGTH", "x of 31 bytes", change(ed25519, -2, new Uint8Array(31).fill(1))],
    ["KEY_LENGTH", "x of 33 bytes", change(p256, -2, new Uint8Array(33).fill(1))],
    ["KEY_LENGTH", "y of 31 bytes", change(p256, -3, new Uint8Array(31).fill(1))],
    ["KEY_NOT_ON_CURVE", "another y", change(p256, -3, new Uint8Array(32).fill(1))],
    ["KEY_NOT_ON_CURVE", "x past the field", change(p256, -2, new Uint8Array(32).fill(255))],
    [
      "KEY_NOT_ON_CURVE",
      "the origin",
      new Map<number, Cbor>([
        [1, 2],
        [-1, 1],
        [-2, new Uint8Array(32)],
        [-3, new Uint8Array(32)],
      ]),
    ],
    ["KEY_SMALL_ORDER", "the identity", small(`01${"00".repeat(31)}`)],
    ["KEY_SMALL_ORDER", "the identity, sign set", small(`01${"00".repeat(30)}80`)],
    ["KEY_NOT_CANONICAL", "y = p", small(`ed${"ff".repeat(30)}7f`)],
    ["KEY_NOT_CANONICAL", "y = 2²⁵⁵ − 1", small("ff".repeat(32))],
  ])("%s: %s", (code, _what, value) => {
    expect(() => decodeCoseKey(value)).toThrowError(expect.objectContaining({ code }));
  });
});
