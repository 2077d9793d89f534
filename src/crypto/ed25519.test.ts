import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sharedJson } from "../../test/shared.js";
import { vectorFile } from "../../test/vectors.js";
import { concatBytes } from "../base/bytes.js";
import { fromHex, toHex } from "../base/text.js";
import {
  ed25519KeyPair,
  isUsableKey,
  verifyStrict,
  verifyStrictExact,
  verifyZip215,
  verifyZip215Exact,
} from "./ed25519.js";
import * as browser from "./native.browser.js";
import * as node from "./native.node.js";

type Verify = typeof verifyStrict;
const strict: Record<string, Verify> = {
  verifyStrict,
  verifyStrictExact,
  node: node.ed25519Accepts,
  browser: browser.ed25519Accepts,
};
const zip215: Record<string, Verify> = { verifyZip215, verifyZip215Exact };

/** What each way of checking says, so that a failure names the one that differs. */
function answers(ways: Record<string, Verify>, triple: readonly [string, string, string]) {
  const [key, message, signature] = triple.map(fromHex) as [Uint8Array, Uint8Array, Uint8Array];
  const entries = Object.entries(ways);
  return Object.fromEntries(entries.map(([name, way]) => [name, way(key, message, signature)]));
}
const all = (ways: Record<string, Verify>, answer: boolean) =>
  Object.fromEntries(Object.keys(ways).map((name) => [name, answer]));

type Fields = {
  publicKey: string;
  message: string;
  signature: string;
  zip215: boolean;
  strict: boolean;
};
const file = vectorFile<Fields, { smallOrder: { message: string; encodings: string[] } }>(
  "ed25519.json",
);

describe.runIf(file)("vectors: ed25519.json", () => {
  it.each(file?.cases ?? [])("$name: $note", (vector) => {
    const triple = [vector.publicKey, vector.message, vector.signature] as const;
    expect(answers(strict, triple)).toEqual(all(strict, vector.strict));
    expect(answers(zip215, triple)).toEqual(all(zip215, vector.zip215));
  });

  const { message = "", encodings = [] } = file?.smallOrder ?? {};
  const pairs = encodings.flatMap((key) => encodings.map((r) => [key, r] as const));
  it("has 196 pairs of small order", () => expect(pairs).toHaveLength(196));

  it.each(pairs)("small order: key %s, R %s", (key, r) => {
    const triple = [key, message, r + "00".repeat(32)] as const;
    expect(answers(strict, triple)).toEqual(all(strict, false));
    expect(answers(zip215, triple)).toEqual(all(zip215, true));
  });

  it.each(encodings)("%s is no usable key", (key) => {
    expect(isUsableKey(fromHex(key))).toBe(false);
  });
});

type Wycheproof = {
  testGroups: {
    publicKey: { pk: string };
    tests: { tcId: number; comment: string; msg: string; sig: string; result: string }[];
  }[];
};
const wycheproof = sharedJson<Wycheproof>("data/crypto/wycheproof-ed25519_test.json");
const tests = (wycheproof?.testGroups ?? []).flatMap(({ publicKey: { pk }, tests }) =>
  tests.map((test) => ({ ...test, pk })),
);
/** Where ZIP-215 answers otherwise than RFC 8032, by tcId. */
const zip215Exceptions = new Map([
  [151, "R is the identity with the sign of x set: not canonical, and ZIP-215 decodes it"],
]);

describe.runIf(wycheproof)("Wycheproof: Ed25519", () => {
  it("has 151 tests", () => expect(tests).toHaveLength(151));

  it.each(tests)("$tcId $comment", ({ tcId, pk, msg, sig, result }) => {
    const valid = result === "valid";
    expect(answers(strict, [pk, msg, sig])).toEqual(all(strict, valid));
    const byZip215 = zip215Exceptions.has(tcId) ? !valid : valid;
    expect(answers(zip215, [pk, msg, sig])).toEqual(all(zip215, byZip215));
  });
});

/** RFC 8032 §7.1: tests 1, 2, 3 and SHA(abc). */
const rfc8032 = [
  [
    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
    "",
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
  ],
  [
    "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
    "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
    "72",
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
  ],
  [
    "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
    "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
    "af82",
    "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
  ],
  [
    "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
    "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
    "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
    "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704",
  ],
] as const;

describe("Ed25519", () => {
  it.each(rfc8032)("RFC 8032 §7.1: seed %s", (seedHex, keyHex, messageHex, signatureHex) => {
    const [seed, message] = [fromHex(seedHex), fromHex(messageHex)];
    for (const native of [node, browser]) {
      const { publicKey, sign } = native.ed25519KeyPair(seed);
      expect(toHex(publicKey)).toBe(keyHex);
      expect(toHex(sign(message))).toBe(signatureHex);
    }
    expect(answers(strict, [keyHex, messageHex, signatureHex])).toEqual(all(strict, true));
  });

  it("answers in both runtimes alike, whichever bit is turned", () => {
    const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
    const turned = fc.option(fc.nat({ max: 8 * 96 - 1 }));
    fc.assert(
      fc.property(bytes(32), fc.uint8Array({ maxLength: 100 }), turned, (seed, message, bit) => {
        const { publicKey, sign } = ed25519KeyPair(seed);
        const whole = concatBytes(publicKey, sign(message));
        if (bit !== null) whole[bit >> 3] = (whole[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const [key, signature] = [whole.slice(0, 32), whole.slice(32)];
        expect(verifyStrict(key, message, signature)).toBe(bit === null);
        expect(verifyStrictExact(key, message, signature)).toBe(bit === null);
        expect(verifyZip215(key, message, signature)).toBe(bit === null);
      }),
      { numRuns: 60 },
    );
  });

  it("takes bytes in shared memory", () => {
    const shared = (bytes: Uint8Array) => {
      const copy = new Uint8Array(new SharedArrayBuffer(bytes.length));
      copy.set(bytes);
      return copy;
    };
    const [seed, message] = [new Uint8Array(32).fill(7), Uint8Array.of(1, 2, 3)];
    const { publicKey, sign } = ed25519KeyPair(shared(seed));
    const signature = sign(shared(message));
    expect(toHex(signature)).toBe(toHex(ed25519KeyPair(seed).sign(message)));
    expect(verifyStrict(shared(publicKey), shared(message), shared(signature))).toBe(true);
  });

  it.each([0, 31, 33, 64])("refuses a seed of %i bytes", (length) => {
    for (const native of [node, browser]) {
      const refusal = expect.objectContaining({ code: "KEY_SECRET" });
      const seed = new Uint8Array(length);
      expect(() => native.ed25519KeyPair(seed)).toThrowError(refusal);
    }
  });

  it.each([0, 31, 33])("a key of %i bytes is not usable", (length) => {
    expect(isUsableKey(new Uint8Array(length).fill(9))).toBe(false);
  });

  it("an honest key is usable", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (seed) => {
        expect(isUsableKey(ed25519KeyPair(seed).publicKey)).toBe(true);
      }),
    );
  });
});
