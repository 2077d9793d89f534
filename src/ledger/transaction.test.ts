import { expect, it } from "vitest";
import { genesisOf, signer, TestNetwork } from "../../test/network.js";
import { concatBytes } from "../base/bytes.js";
import { decodeEnvelope } from "./envelope.js";
import { decodeTransaction, findings, transactionFrom } from "./transaction.js";

const network = new TestNetwork(
  genesisOf([
    { name: "registry", officers: [{ handle: "chief", seed: 1, role: "administrator" }] },
  ]),
);

it("finds the same transaction from another thread's findings as by itself, and once it has forgotten it", () => {
  const { bytes } = network.transaction(
    "identity.dismiss",
    { handle: "nobody", role: "registrar" },
    signer(1),
    signer(2),
  );
  // As it stands in a message: in the midst of others.
  const among = concatBytes(new Uint8Array(7), bytes).subarray(7);
  const found = findings(decodeEnvelope(among), among, false);
  expect(found).not.toBeNull();
  const transaction = transactionFrom(found ?? new Uint8Array(0), bytes);
  for (const forgets of [false, true]) {
    if (forgets) transaction.forget?.();
    const { id, key, payload, signatories, bodyChecked } = transaction;
    const again = { id, key, payload, signatories, bytes, bodyChecked };
    expect(again).toEqual(decodeTransaction(bytes));
  }
});

it("has a body that keeps nothing of the envelope in memory, however it was found", () => {
  const body = { long: new Uint8Array(5000), short: new Uint8Array(8) };
  const { bytes } = network.transaction("identity.dismiss", body, signer(1));
  const found = findings(decodeEnvelope(bytes), bytes, false) ?? new Uint8Array(0);
  for (const { payload } of [decodeTransaction(bytes), transactionFrom(found, bytes)]) {
    expect(payload.body).toEqual(body);
    for (const part of Object.values(payload.body as typeof body)) {
      expect(part.buffer).not.toBe(bytes.buffer);
    }
  }
});
