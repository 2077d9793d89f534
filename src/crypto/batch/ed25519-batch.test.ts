import { ed25519 } from "@noble/curves/ed25519.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sharedJson } from "../../../test/shared.js";
import { bytesLE, numberLE, type Odd, signByHand, torsion } from "../../../test/sign-by-hand.js";
import { vectorFile } from "../../../test/vectors.js";
import { concatBytes } from "../../base/bytes.js";
import { fromHex, utf8Encode } from "../../base/text.js";
import { loadKernel } from "../../node/kernel.js";
import { ed25519KeyPair, verifyZip215Exact } from "../ed25519.js";
import { BATCH_SIGNATURES, Ed25519Batch, type Signed } from "./ed25519-batch.js";
import type { Kernel } from "./kernel.js";

const { Point } = ed25519;
const { Fn } = Point;
const newBatch = () => new Ed25519Batch(loadKernel() as Kernel);
const batch = newBatch();

const secretOf = (signer: number) => new Uint8Array(32).fill(signer);
function honest(signer: number, text: string): Signed {
  const message = utf8Encode(text);
  const secret = secretOf(signer);
  const { publicKey, sign } = ed25519KeyPair(secret);
  return { publicKey, message, signature: sign(message) };
}
const many = (count: number, signers: number): Signed[] =>
  Array.from({ length: count }, (_, i) => honest(i % signers, `message ${i}`));
const exact = (one: Signed) => verifyZip215Exact(one.publicKey, one.message, one.signature);

/** Signs by hand, with any points added to key and R and anything to S. */
const signedWith = (signer: number, odd: Odd) =>
  signByHand(secretOf(signer), utf8Encode(`by hand ${signer}`), BigInt(signer) + 12_345n, odd);

/** What a batch says of one among honest ones. */
function amongHonest(one: Signed): boolean {
  const [first, middle, last] = batch.accepted([honest(1, "a"), one, honest(2, "b")]);
  expect([first, last]).toEqual([true, true]);
  return middle as boolean;
}

describe("a batch of Ed25519 signatures", () => {
  it.each([0, 1, 2, 3, 4, 5, 63, 64, 65, BATCH_SIGNATURES])("takes %i right ones", (count) => {
    expect(batch.accepted(many(count, 200))).toEqual(Array(count).fill(true));
    expect(batch.accepted(many(count, 3))).toEqual(Array(count).fill(true));
  });

  it("looks at no more than its limit", () => {
    const answers = batch.accepted(many(BATCH_SIGNATURES + 1, 3));
    expect(answers.filter((accepted) => !accepted)).toHaveLength(1);
    expect(answers.at(-1)).toBe(false);
  });

  const spoilt: Record<string, (one: Signed) => Signed> = {
    "another message": (one) => ({ ...one, message: utf8Encode("other") }),
    "another key": (one) => ({ ...one, publicKey: ed25519KeyPair(secretOf(250)).publicKey }),
    "another R": (one) => ({ ...one, signature: bitTurned(one.signature, 3) }),
    "another S": (one) => ({ ...one, signature: bitTurned(one.signature, 8 * 32 + 3) }),
    "S + L": (one) => ({
      ...one,
      signature: concatBytes(
        one.signature.subarray(0, 32),
        bytesLE(numberLE(one.signature.subarray(32)) + Fn.ORDER),
      ),
    }),
    "a long signature": (one) => ({ ...one, signature: concatBytes(one.signature, secretOf(0)) }),
    "a short key": (one) => ({ ...one, publicKey: one.publicKey.subarray(1) }),
  };
  it.each(Object.entries(spoilt))("names the one with %s, wherever it stands", (_, spoil) => {
    for (const at of [0, 1, 31, 62, 63]) {
      const signed = many(64, 40);
      signed[at] = spoil(signed[at] as Signed);
      expect(batch.accepted(signed)).toEqual(signed.map((_, i) => i !== at));
    }
  });

  it("says of planted signatures, in any number, nothing that the exact check does not", () => {
    const plants = [
      (i: number) => signedWith(i, { key: torsion }),
      (i: number) => signedWith(i, { r: torsion }),
      (i: number) => signedWith(i, { key: torsion, r: torsion.double() }),
      (i: number) => signedWith(i, { s: 1n }),
      (i: number) => signedWith(i, { s: Fn.ORDER }),
      (i: number) => ({ ...honest(i, "signed"), message: utf8Encode("claimed") }),
    ];
    const plant = fc.record({ at: fc.nat(31), kind: fc.nat(plants.length - 1) });
    fc.assert(
      fc.property(fc.array(plant, { maxLength: 12 }), (planted) => {
        const batch = newBatch();
        const signed = many(32, 20);
        for (const { at, kind } of planted) signed[at] = plants[kind]?.(at + 1) as Signed;
        for (const [i, accepted] of batch.accepted(signed).entries()) {
          if (accepted) expect(exact(signed[i] as Signed)).toBe(true);
        }
      }),
      { numRuns: 20 },
    );
  });

  it.each([
    ["A", { key: torsion }],
    ["R", { r: torsion }],
    ["both", { key: torsion.double(), r: torsion }],
  ])("takes torsion in %s, as ZIP-215 does", (_, odd) => {
    const one = signedWith(7, odd);
    expect(exact(one)).toBe(true);
    expect(amongHonest(one)).toBe(true);
  });

  it("leaves signatures to the single check for a while where too many were bad", () => {
    const batch = newBatch();
    const bad = many(64, 5).map((one) => ({ ...one, message: utf8Encode("other") }));
    const right = many(BATCH_SIGNATURES, 5);
    const none = right.map(() => false);
    expect(batch.accepted(bad)).toEqual(bad.map(() => false));
    expect(batch.accepted(right)).toEqual(none);
    expect(batch.accepted(right)).toEqual(right.map(() => true));
    // What held made up for it: the next time is as short as the first.
    expect(batch.accepted(bad)).toEqual(bad.map(() => false));
    expect([1, 2].map(() => batch.accepted(right).includes(true))).toEqual([false, true]);
    // Twice in a row is twice as long.
    batch.accepted(bad);
    batch.accepted(right);
    batch.accepted(bad);
    expect([1, 2, 3].map(() => batch.accepted(right).includes(true))).toEqual([false, false, true]);
  });

  it("refuses two whose errors would cancel if all had the same weight", () => {
    const [less, more] = [signedWith(3, { s: -1n }), signedWith(4, { s: 1n })];
    expect(batch.accepted([less, more])).toEqual([false, false]);
    // The same by one key, so that the terms of the key are added up first.
    const twin = signedWith(3, { s: 1n });
    expect(batch.accepted([less, twin])).toEqual([false, false]);
    expect(batch.accepted([less, less, twin, twin])).toEqual([false, false, false, false]);
  });
});

function bitTurned(bytes: Uint8Array, bit: number): Uint8Array {
  return bytes.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
}

type Fields = { publicKey: string; message: string; signature: string; zip215: boolean };
const file = vectorFile<Fields, { smallOrder: { message: string; encodings: string[] } }>(
  "ed25519.json",
);
const read = (key: string, message: string, signature: string): Signed => ({
  publicKey: fromHex(key),
  message: fromHex(message),
  signature: fromHex(signature),
});

describe.runIf(file)("vectors: ed25519.json, in a batch", () => {
  it.each(file?.cases ?? [])("$name", ({ publicKey: key, message, signature, zip215 }) => {
    expect(amongHonest(read(key, message, signature))).toBe(zip215);
  });

  it("takes every pair of small order, together", () => {
    const { message = "", encodings = [] } = file?.smallOrder ?? {};
    const pairs = encodings.flatMap((key) =>
      encodings.map((r) => read(key, message, r + "00".repeat(32))),
    );
    expect(batch.accepted(pairs)).toEqual(Array(196).fill(true));
  });
});

type Wycheproof = {
  testGroups: {
    publicKey: { pk: string };
    tests: { tcId: number; comment: string; msg: string; sig: string }[];
  }[];
};
const wycheproof = sharedJson<Wycheproof>("data/crypto/wycheproof-ed25519_test.json");
const cases = (wycheproof?.testGroups ?? []).flatMap(({ publicKey: { pk }, tests }) =>
  tests.map((test) => ({ ...test, pk })),
);

describe.runIf(wycheproof)("Wycheproof: Ed25519, in a batch", () => {
  it.each(cases)("$tcId $comment", ({ pk, msg, sig }) => {
    const one = read(pk, msg, sig);
    expect(amongHonest(one)).toBe(exact(one));
  });
});
