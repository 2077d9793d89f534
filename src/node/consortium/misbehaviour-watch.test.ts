import { pino } from "pino";
import { expect, it } from "vitest";
import { Consortium, validatorKeyOf } from "../../../test/consortium.js";
import { fromHex } from "../../base/text.js";
import { addressOf } from "../../modules/governance/validators.js";
import { MisbehaviourWatch } from "./misbehaviour-watch.js";

it("tells of every agency that was found to misbehave, and of no stranger", () => {
  const lines: unknown[] = [];
  const watch = new MisbehaviourWatch(
    pino({ base: null, timestamp: false }, { write: (line) => lines.push(JSON.parse(line)) }),
  );
  const consortium = new Consortium();
  const found = (...keys: readonly Uint8Array[]) =>
    consortium.ledger.execute(
      consortium.time,
      keys.map((key) => [fromHex(addressOf(key)), "duplicate-vote", 7, consortium.time]),
      [],
    );
  for (const block of [
    consortium.founded,
    found(validatorKeyOf(1), validatorKeyOf(0)),
    found(new Uint8Array(32)),
  ]) {
    if (block !== null) watch.look(block);
  }
  expect(watch.count).toBe(2);
  const rest = { level: 40, kind: "duplicate-vote", engineHeight: 7, msg: "an agency misbehaved" };
  expect(lines).toEqual([
    { ...rest, agency: "court", block: 1 },
    { ...rest, agency: "registry", block: 1 },
  ]);
});
