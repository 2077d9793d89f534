import { describe, expect, it } from "vitest";
import { sharedJson } from "../../test/shared.js";
import { concatBytes } from "../base/bytes.js";
import { fromHex, toHex, utf8Encode } from "../base/text.js";
import * as browser from "./native.browser.js";
import * as node from "./native.node.js";
import { p256Signer } from "./signer.js";

type Wycheproof = {
  testGroups: {
    publicKey: { uncompressed: string };
    tests: { tcId: number; comment: string; msg: string; sig: string; result: string }[];
  }[];
};
const file = sharedJson<Wycheproof>("data/crypto/wycheproof-ecdsa_secp256r1_sha256_test.json");
const tests = (file?.testGroups ?? []).flatMap(({ publicKey, tests }) =>
  tests.map((test) => ({ ...test, key: publicKey.uncompressed.slice(2) })),
);

function verifyBoth(key: Uint8Array, message: Uint8Array, signature: Uint8Array) {
  return {
    node: node.p256Verify(key, message, signature),
    browser: browser.p256Verify(key, message, signature),
  };
}
const both = (answer: boolean) => ({ node: answer, browser: answer });

/** One DER integer of at most 256 bits as 64 hex digits, or null if it is not in its one encoding. */
function derInteger(hex: string): { value: string; rest: string } | null {
  const match = /^02([0-7][0-9a-f])/.exec(hex);
  const end = 4 + 2 * Number.parseInt(match?.[1] ?? "0", 16);
  const body = hex.slice(4, end);
  if (match === null || body.length === 0 || end > hex.length) return null;
  const shortest = /^(?:00$|00[89a-f]|0[1-9a-f]|[1-7])/.test(body);
  const value = body.replace(/^00/, "").padStart(64, "0");
  return shortest && value.length === 64 ? { value, rest: hex.slice(end) } : null;
}

/** Wycheproof's signatures are DER; ours are r ‖ s, so what is no strict DER never gets to us. */
function fromDer(hex: string): string | null {
  const length = (hex.length / 2 - 2).toString(16).padStart(2, "0");
  if (!hex.startsWith(`30${length}`)) return null;
  const r = derInteger(hex.slice(4));
  const s = r && derInteger(r.rest);
  return r && s?.rest === "" ? r.value + s.value : null;
}

describe.runIf(file)("Wycheproof: ECDSA on P-256 with SHA-256", () => {
  const converted = tests.map((test) => ({ ...test, compact: fromDer(test.sig) }));

  it("has 484 tests, and only invalid ones are lost with DER", () => {
    expect(tests).toHaveLength(484);
    const lost = converted.filter((test) => test.compact === null);
    expect(lost.filter((test) => test.result !== "invalid")).toEqual([]);
    expect(converted.length - lost.length).toBeGreaterThan(200);
  });

  it.each(converted.filter((test) => test.compact !== null))("$tcId $comment", (test) => {
    const signature = fromHex(test.compact ?? "");
    const answer = verifyBoth(fromHex(test.key), fromHex(test.msg), signature);
    expect(answer).toEqual(both(test.result === "valid"));
  });
});

describe("P-256", () => {
  const signer = p256Signer(new Uint8Array(32).fill(5));
  const { publicKey } = signer;
  const key = publicKey.kind === "P-256" ? concatBytes(publicKey.x, publicKey.y) : Uint8Array.of();
  const message = utf8Encode("counterfoil");
  const signature = signer.sign(message);

  it("signs what both runtimes accept", () => {
    expect(verifyBoth(key, message, signature)).toEqual(both(true));
    expect(verifyBoth(key, utf8Encode("counterfeit"), signature)).toEqual(both(false));
  });

  it("takes any s: n − s as well", () => {
    const n = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
    const s = n - BigInt(`0x${toHex(signature.slice(32))}`);
    const other = concatBytes(signature.slice(0, 32), fromHex(s.toString(16).padStart(64, "0")));
    expect(verifyBoth(key, message, other)).toEqual(both(true));
  });

  it.each([
    ["a key of 63 bytes", key.slice(1), signature],
    ["a key of 65 bytes", concatBytes(Uint8Array.of(4), key), signature],
    ["a key off the curve", key.with(63, (key.at(63) ?? 0) ^ 1), signature],
    ["a key of zeros", new Uint8Array(64), signature],
    ["a signature of 63 bytes", key, signature.slice(1)],
    ["a signature of 65 bytes", key, concatBytes(signature, Uint8Array.of(0))],
    ["a signature of zeros", key, new Uint8Array(64)],
    ["no signature", key, new Uint8Array(0)],
  ])("refuses %s", (_name, badKey, badSignature) => {
    expect(verifyBoth(badKey, message, badSignature)).toEqual(both(false));
  });

  it("keeps verifying past the number of keys that stay parsed", () => {
    for (let i = 1; i <= 1030; i++) {
      const secret = new Uint8Array(32)
        .fill(1)
        .with(30, i >> 8)
        .with(31, i & 255);
      const other = p256Signer(secret);
      if (other.publicKey.kind !== "P-256") continue;
      const xy = concatBytes(other.publicKey.x, other.publicKey.y);
      expect(node.p256Verify(xy, message, signature)).toBe(false);
    }
    expect(node.p256Verify(key, message, signature)).toBe(true);
  });

  it.each([0, 31, 33])("has no secret key of %i bytes", (length) => {
    const refusal = expect.objectContaining({ code: "KEY_SECRET" });
    expect(() => p256Signer(new Uint8Array(length).fill(1))).toThrowError(refusal);
  });

  it.each(["00".repeat(32), "ff".repeat(32)])("has no secret key %s", (secret) => {
    const refusal = expect.objectContaining({ code: "KEY_SECRET" });
    expect(() => p256Signer(fromHex(secret))).toThrowError(refusal);
  });
});
