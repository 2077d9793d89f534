import { beforeEach, describe, expect, it } from "vitest";
import { genesisOf, signer, TestNetwork } from "../../../test/network.js";
import { checkThreshold } from "./agencies.js";
import { exportGenesis } from "./genesis.js";
import { trustTerms } from "./queries.js";

const genesis = genesisOf(
  ["registry", "court", "treasury", "audit"].map((name, i) => ({
    name,
    officers: [{ handle: `governor${i}`, seed: i + 1, role: "governor" as const }],
  })),
  3,
);
const governors = [1, 2, 3].map(signer);
let network: TestNetwork;
beforeEach(() => {
  network = new TestNetwork(genesis);
});
const reached = new Set<string>();
const renew = (more: object = {}, signers = governors) => {
  const body = {
    closing: network.ledger.size,
    lostTo: network.ledger.size + 10,
    keys: genesis.governance.agencies.map(({ name }, i) => ({
      name,
      logKey: signer(200 + i).publicKey.x,
      cosignerKey: signer(220 + i).publicKey.x,
    })),
    ...more,
  };
  const code = network.run("governance.renew", body, ...signers);
  reached.add(code);
  return code;
};

describe("governance", () => {
  it("begins a new epoch with new keys after an accepted loss, and names what was lost", () => {
    const closing = network.ledger.size;
    expect(renew()).toBe("ok");
    const { epochs, logKeys, cosignerKeys } = trustTerms(network.reader);
    expect(epochs).toMatchObject([
      { from: 0, to: closing, threshold: 3, lost: null },
      { from: closing, to: null, threshold: 3, lost: { from: closing, to: closing + 10 } },
    ]);
    for (const keys of [logKeys, cosignerKeys]) {
      expect(keys.map(({ from, to }) => [from, to])).toEqual(
        Array.from({ length: 4 }, () => [
          [0, closing],
          [closing, null],
        ]).flat(),
      );
    }
    expect(network.broken()).toEqual([]);
  });

  it.each([
    ["GOVERNANCE_QUORUM", {}, governors.slice(0, 2)],
    ["GOVERNANCE_QUORUM", {}, [...governors.slice(0, 2), signer(77)]],
    ["GOVERNANCE_CLOSING", { closing: 3 }, governors],
    ["GOVERNANCE_LOST", { lostTo: 1 }, governors],
    [
      "GOVERNANCE_AGENCIES",
      { keys: [{ name: "registry", logKey: new Uint8Array(32), cosignerKey: new Uint8Array(32) }] },
      governors,
    ],
    [
      "GOVERNANCE_KEY",
      {
        keys: genesis.governance.agencies.map(({ name }, i) => ({
          name,
          logKey: signer(200 + i).publicKey.x,
          cosignerKey: i === 1 ? new Uint8Array(32) : signer(220 + i).publicKey.x,
        })),
      },
      governors,
    ],
    [
      "GOVERNANCE_KEY_TAKEN",
      {
        keys: genesis.governance.agencies.map(({ name, logKey, cosignerKey }) => ({
          name,
          logKey,
          cosignerKey,
        })),
      },
      governors,
    ],
  ])("refuses with %s", (code, more, signers) => {
    expect(renew(more, signers)).toBe(code);
    expect(trustTerms(network.reader).epochs).toHaveLength(1);
  });

  it.each([
    [1, 1],
    [2, 2],
    [3, 3],
    [4, 3],
    [5, 4],
    [6, 5],
    [7, 5],
  ])("of %i agencies at least %i must sign", (agencies, least) => {
    checkThreshold(least, agencies);
    checkThreshold(agencies, agencies);
    for (const wrong of [least - 1, agencies + 1]) {
      expect(() => checkThreshold(wrong, agencies)).toThrowError(
        expect.objectContaining({ code: "GOVERNANCE_THRESHOLD" }),
      );
    }
  });

  it("refuses to be founded from what is not of its form", () => {
    const found = () =>
      new TestNetwork(Object.assign({ ...genesis }, { governance: { threshold: 1 } }));
    expect(found).toThrowError(expect.objectContaining({ code: "GOVERNANCE_GENESIS" }));
    reached.add("GOVERNANCE_GENESIS");
  });

  it("exports what founds the same network", () => {
    expect(exportGenesis(network.records)).toEqual(genesis.governance);
  });

  it("has met every refusal of a renewal; proposals.test.ts meets the others", () => {
    const codes = ["AGENCIES", "QUORUM", "CLOSING", "LOST", "KEY", "KEY_TAKEN", "GENESIS"];
    expect(codes.filter((code) => !reached.has(`GOVERNANCE_${code}`))).toEqual([]);
  });
});
