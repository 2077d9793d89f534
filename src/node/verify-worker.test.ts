import { expect, it } from "vitest";
import { genesisOf, signer, TestNetwork } from "../../test/network.js";
import { acceptedTransaction, judgeEnvelopes } from "./verify-worker.js";

const network = new TestNetwork(
  genesisOf([
    { name: "registry", officers: [{ handle: "chief", seed: 1, role: "administrator" }] },
  ]),
);
const { modules } = network.ledger;
const dismissal = { handle: "nobody", role: "registrar" };

/** What the worker says of the body, of one whose signatures hold. */
function bodyChecked(type: string, body: object, known: typeof modules | null = modules) {
  const { bytes } = network.transaction(type, { ...body }, signer(1));
  const [verdict] = judgeEnvelopes([{ bytes, rule: "admission" }], network.id, known, null);
  if (verdict === undefined || !("found" in verdict)) return null;
  return acceptedTransaction(verdict, bytes).bodyChecked;
}

it("says of a body that it was checked where it is of its type's form", () => {
  expect(bodyChecked("identity.dismiss", dismissal)).toBe(true);
});

it("leaves every other one to admission, which says what is wrong", () => {
  expect(bodyChecked("identity.dismiss", { ...dismissal, more: 1 })).toBe(false);
  expect(bodyChecked("identity.unknown", dismissal)).toBe(false);
  expect(bodyChecked("identity.dismiss", dismissal, null)).toBe(false);
});

it("says nothing of the body where a signature does not hold", () => {
  const { bytes } = network.transaction("identity.dismiss", dismissal, signer(1));
  const spoilt = bytes.with(-1, (bytes.at(-1) ?? 0) ^ 1);
  const claim = { bytes: spoilt, rule: "admission" } as const;
  expect(judgeEnvelopes([claim], network.id, modules, null)).toMatchObject([
    { code: "ENVELOPE_SIGNATURE" },
  ]);
});
