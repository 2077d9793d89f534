import { describe, expect, it } from "vitest";
import { fromHex } from "../../src/base/text.js";
import type { Cbor } from "../../src/codec/cbor-value.js";
import { MOST_EVIDENCE } from "../../src/ledger/evidence.js";
import { encodeFact } from "../../src/ledger/fact.js";
import { misbehaviourId } from "../../src/modules/governance/misbehaviour.js";
import { misbehaviour } from "../../src/modules/governance/schema.js";
import { addressOf } from "../../src/modules/governance/validators.js";
import { audit } from "../audit.js";
import { Consortium, keyOf, validatorKeyOf } from "../consortium.js";
import { start } from "../network.js";

const addressBytes = (key: Uint8Array) => fromHex(addressOf(key));
const item = (agency: number, height = 7, kind = "duplicate-vote"): Cbor => [
  addressBytes(validatorKeyOf(agency)),
  kind,
  height,
  start,
];

describe("evidence of misbehaviour", () => {
  it("is on record under the agency whose key it is or was, and is found again by an audit", () => {
    const consortium = new Consortium();
    const found = (evidence: Cbor) => {
      const block = consortium.ledger.execute(consortium.time, evidence, []);
      if (block !== null) consortium.blocks.push(block);
      return block;
    };
    const block = found([item(1), item(0, 9, "light-client-attack"), item(1)]);
    expect(block?.facts.map(({ key }) => key)).toEqual([
      "tick/1",
      "governance/misbehaviour/court/7",
      "governance/misbehaviour/registry/9",
      "seal",
    ]);
    const validatorKey = keyOf(60);
    const keys = { logKey: null, cosignerKey: null, validatorKey };
    expect(
      consortium.decide({ kind: "rotate", agency: "court", ...keys, compromised: false }),
    ).toBe("ok");
    // The change and the evidence stand in one tick.
    const both = found([item(1, 8)]);
    expect(both?.facts[1]?.key).toBe("governance/misbehaviour/court/8");
    expect(both?.facts.some(({ key }) => key === "governance/epoch/1")).toBe(true);
    found([[addressBytes(validatorKey), "duplicate-vote", 9, start]]);
    const of = (height: number) =>
      consortium.reader.read(misbehaviour, misbehaviourId("court", height))?.value.kind;
    expect([7, 8, 9].map(of)).toEqual(["duplicate-vote", "duplicate-vote", "duplicate-vote"]);
    expect(consortium.broken()).toEqual([]);
    audit(
      consortium.id,
      consortium.blocks.flatMap(({ leaves }) => leaves),
    );
  });

  it("of a stranger's key is in the tick, and in no record", () => {
    const consortium = new Consortium();
    const block = consortium.ledger.execute(
      start,
      [[new Uint8Array(20), "duplicate-vote", 1, 1]],
      [],
    );
    expect(block?.facts.map(({ key }) => key)).toEqual(["tick/1", "seal"]);
    expect(block?.facts[0]?.value).toEqual([
      start,
      [[new Uint8Array(20), "duplicate-vote", 1, 1]],
      0,
    ]);
  });

  it("of none adds nothing", () => {
    const { ledger } = new Consortium();
    expect(ledger.execute(start, null, [])).toBeNull();
    expect(ledger.execute(start, [], [])).toBeNull();
  });

  it("is cut where there is more than a tick takes", () => {
    const { ledger } = new Consortium();
    const many = Array.from({ length: MOST_EVIDENCE + 1 }, (_, height) => item(0, height));
    const block = ledger.execute(start, many, []);
    expect(block?.facts).toHaveLength(MOST_EVIDENCE + 2);
    expect(block?.leaves[0]?.length).toBeLessThan(65_535);
  });

  it.each<[string, Cbor]>([
    ["text", "evidence"],
    ["a short address", [[new Uint8Array(19), "duplicate-vote", 1, 1]]],
    ["another kind", [[new Uint8Array(20), "slow", 1, 1]]],
    ["three members", [[new Uint8Array(20), "duplicate-vote", 1]]],
    ["a negative height", [[new Uint8Array(20), "duplicate-vote", -1, 1]]],
  ])("of another form stops the engine, and no log may hold it: %s", (_, evidence) => {
    const consortium = new Consortium();
    const code = (wanted: string) => expect.objectContaining({ code: wanted });
    expect(() => consortium.ledger.execute(start, evidence, [])).toThrowError(
      code("LEDGER_EVIDENCE"),
    );
    const tick = { key: "tick/1", cause: 0, supersedes: null, value: [start, evidence, 0] };
    const leaf = encodeFact(tick);
    expect(() => audit(consortium.id, [...consortium.founded.leaves, leaf])).toThrowError(
      code("REPLAY_TICK"),
    );
  });

  it("is never an empty list in a log", () => {
    const consortium = new Consortium();
    const leaf = encodeFact({ key: "tick/1", cause: 0, supersedes: null, value: [start, [], 0] });
    expect(() => audit(consortium.id, [...consortium.founded.leaves, leaf])).toThrowError(
      expect.objectContaining({ code: "REPLAY_TICK" }),
    );
  });
});
