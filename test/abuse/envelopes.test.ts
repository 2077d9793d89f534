import { describe, expect, it } from "vitest";
import { concatBytes } from "../../src/base/bytes.js";
import { limits } from "../../src/base/limits.js";
import { seedSigner } from "../../src/crypto/signer.js";
import { parseTrustFile } from "../../src/crypto/trust.js";
import { verifyReceipt } from "../../src/ledger/verify-receipt.js";
import { signedTransaction } from "../envelopes.js";
import { Served } from "../served.js";

const HOUR_MS = 3_600_000;
const YEAR_MS = 365 * 24 * HOUR_MS;

type Result = { readonly id: string; readonly code: string; readonly index?: number };

async function send(served: Served, ...envelopes: Uint8Array[]): Promise<Result[]> {
  const answer = await fetch(`${served.address}/api/v1/transactions?wait=sealed`, {
    method: "POST",
    headers: { "content-type": "application/cbor-seq" },
    body: Buffer.from(concatBytes(...envelopes)),
  });
  return ((await answer.json()) as { results: Result[] }).results;
}

const codesOf = async (served: Served, ...envelopes: Uint8Array[]) =>
  (await send(served, ...envelopes)).map(({ code }) => code);

/** An envelope like those of the network's registrar, with something else about it. */
function envelope(
  served: Served,
  more: Partial<Parameters<typeof signedTransaction>[0]>,
): Uint8Array {
  return signedTransaction({
    network: served.node.opened.id,
    type: "identity.dismiss",
    body: { handle: "nobody", role: "registrar" },
    signers: [served.registrar],
    validUntil: Date.now() + HOUR_MS,
    nonce: new Uint8Array(16),
    ...more,
  }).bytes;
}

describe("envelopes", () => {
  it("that are sent again, at once or later, are on record once", async () => {
    const served = await Served.start();
    const bytes = served.registration(1);
    const [first, ...again] = await send(served, bytes, bytes, bytes);
    expect(first).toMatchObject({ code: "ok" });
    for (const other of [...again, ...(await send(served, bytes))]) expect(other).toEqual(first);
    const { size } = served.node.opened.published;
    await send(served, bytes);
    expect(served.node.opened.published.size).toBe(size);
  });

  it("that are expired, or valid for longer than one may be, leave no trace", async () => {
    const served = await Served.start();
    const { size } = served.node.opened.published;
    const past = envelope(served, { validUntil: Date.now() - 1 });
    const far = envelope(served, { validUntil: Date.now() + limits.validityMs + HOUR_MS });
    expect(await codesOf(served, past, far)).toEqual(["ADMIT_EXPIRED", "ADMIT_VALIDITY"]);
    expect(served.node.opened.published.size).toBe(size);
  });

  it("of another network, or of somebody who is nobody here, leave no trace", async () => {
    const served = await Served.start();
    const { size } = served.node.opened.published;
    const other = envelope(served, { network: new Uint8Array(32).fill(1) });
    const stranger = envelope(served, { signers: [seedSigner(new Uint8Array(32).fill(9))] });
    expect(await codesOf(served, other, stranger)).toEqual(["ENVELOPE_NETWORK", "ADMIT_STRANGER"]);
    expect(served.node.opened.published.size).toBe(size);
  });

  it("with one bit changed anywhere are not taken", async () => {
    const served = await Served.start();
    const bytes = served.registration(1);
    const changed = Array.from({ length: bytes.length }, (_, i) => {
      const copy = bytes.slice();
      copy[i] = (copy[i] ?? 0) ^ (1 << (i % 8));
      return copy;
    });
    const { size } = served.node.opened.published;
    for (const copy of changed) {
      const results = await send(served, copy);
      expect(results.some(({ code }) => code === "ok" || code === "accepted")).toBe(false);
    }
    expect(served.node.opened.published.size).toBe(size);
  });
});

describe("sequences of very many, very short items", () => {
  it("count for the memory that they take, not for their bytes", async () => {
    const served = await Served.start({ intake: { bytes: 4_000_000, placeShare: 4 } });
    const answer = await fetch(`${served.address}/api/v1/transactions`, {
      method: "POST",
      headers: { "content-type": "application/cbor-seq" },
      body: new Uint8Array(10_000),
    });
    expect(answer.status).toBe(429);
    const fewer = await send(served, new Uint8Array(100));
    expect(fewer.map(({ code }) => code)).toEqual(Array.from({ length: 100 }, () => "CBOR_TAG"));
  });
});

describe("a clock", () => {
  it("that goes back leaves the block time where it was, and receipts say both", async () => {
    const clock = { now: Date.now() };
    const served = await Served.start({ now: () => clock.now });
    await send(served, envelope(served, { validUntil: clock.now + HOUR_MS }));
    const before = served.node.opened.published.publication?.time ?? 0;
    clock.now -= 12 * HOUR_MS;
    const nonce = new Uint8Array(16).fill(1);
    const [late] = await send(served, envelope(served, { nonce, validUntil: before + HOUR_MS }));
    expect(late).toMatchObject({ code: "IDENTITY_OFFICIAL_UNKNOWN" });
    expect(served.node.opened.published.publication?.time).toBe(before);
    const receipt = await served.node.receipt(`tx/${late?.id}`, null);
    const verdict = verifyReceipt(receipt, parseTrustFile(served.node.trust()));
    const cosigned = Math.floor(clock.now / 1000) * 1000;
    expect(verdict.receipt).toMatchObject({ sealTime: before, cosigned });
  });

  it("that goes forward makes expired what is no longer valid by it, and nothing else", async () => {
    const clock = { now: Date.now() };
    const served = await Served.start({ now: () => clock.now });
    const old = envelope(served, { validUntil: clock.now + HOUR_MS });
    clock.now += 2 * HOUR_MS;
    const nonce = new Uint8Array(16).fill(2);
    const fresh = envelope(served, { nonce, validUntil: clock.now + HOUR_MS });
    const codes = await codesOf(served, old, fresh);
    expect(codes).toEqual(["ADMIT_EXPIRED", "IDENTITY_OFFICIAL_UNKNOWN"]);
  });

  it("that was a year ahead and is put right lets nothing be sealed as of the past", async () => {
    const clock = { now: Date.now() };
    const served = await Served.start({ now: () => clock.now });
    const right = clock.now;
    clock.now += YEAR_MS;
    await send(served, envelope(served, { validUntil: clock.now + HOUR_MS }));
    const ahead = served.node.opened.published.publication?.time ?? 0;
    clock.now = right;
    const nonce = new Uint8Array(16).fill(3);
    const [judged] = await send(served, envelope(served, { nonce, validUntil: right + HOUR_MS }));
    expect(judged?.code).toBe("TX_EXPIRED");
    expect(served.node.opened.published.publication?.time).toBe(ahead);
  });
});
