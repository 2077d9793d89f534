import { describe, expect, it } from "vitest";
import { isCoded } from "#src/base/errors.js";
import { availableModules } from "#src/modules/available.js";
import { generators } from "#src/modules/generators.js";
import { type FaultKind, faultKinds } from "./disk/faults.js";
import { everyCall } from "./every-call.js";
import { minimise } from "./minimise.js";
import type { Planted } from "./node.js";
import type { Outcome, RunOptions } from "./options.js";
import {
  answersEarly,
  dropsSupersedingBit,
  skipsSync,
  takesDuplicates,
} from "./planted/planted.js";
import { run } from "./run.js";

const all: ReadonlySet<FaultKind> = new Set(faultKinds);
const base = Number(process.env["COUNTERFOIL_SIM_SEED"] ?? 1);
const ask = (seed: number, blocks: number, more: Partial<RunOptions> = {}): RunOptions => ({
  seed,
  blocks,
  faults: all,
  ...more,
});
const said = ({ violation }: Outcome): unknown => violation ?? "nothing broken";

describe("the simulator", () => {
  it("has a generator for every type of transaction of every module", () => {
    const types = availableModules.flatMap(({ name, transactions }) =>
      Object.keys(transactions).map((type) => `${name}.${type}`),
    );
    expect([...generators.keys()].sort()).toEqual(types.sort());
  });

  it.each([0, 1, 2])("breaks nothing with seed base + %i, all faults together", async (more) => {
    const outcome = await run(ask(base + more, 400));
    expect(said(outcome), `seed ${base + more}`).toBe("nothing broken");
  });

  it.each([
    [120, "a bit that turned in one half of the record, noticed once a power cut tore the other"],
    [141, "a process killed before it synced the record, and a power cut in the next one's start"],
    [928, "a wrong bit from a tile while the record catches up with the log"],
  ])("survives seed %i: %s", async (seed) => {
    expect(said(await run(ask(seed, 500)))).toBe("nothing broken");
  });

  it("executes every type in the course of one run, and refuses most of them too", async () => {
    const { counts } = await run(ask(base, 600, { faults: new Set(["clock"]) }));
    expect([...counts.executed.keys()].sort()).toEqual([...generators.keys()].sort());
    expect(counts.refused.size).toBeGreaterThan(generators.size / 2);
    expect(counts.turnedAway).toBeGreaterThan(0);
  });

  it("is the same run for the same seed, and another for another", async () => {
    const [once, again, other] = [ask(7, 120), ask(7, 120), ask(8, 120)];
    const digests = [await run(once), await run(again), await run(other)].map(
      ({ digest }) => digest,
    );
    expect(digests[0]).toBe(digests[1]);
    expect(digests[0]).not.toBe(digests[2]);
  });

  it("survives a power failure at every single call of a short run", async () => {
    let calls = 0;
    for await (const { options, outcome } of everyCall(ask(base, 4))) {
      expect(said(outcome), `power at ${options.powerAt}`).toBe("nothing broken");
      calls++;
    }
    expect(calls).toBeGreaterThan(20);
  });
});

describe("a planted bug is found within 1,000 blocks", () => {
  /** Whichever of the parts notices first. */
  const LOSS = /lost|smaller|contradicted|not open|LOG_|RECORD/;
  /** What only a power failure shows needs some: with faults of every kind a run may have one or two. */
  const power: ReadonlySet<FaultKind> = new Set(["power"]);
  const bugs: [string, RegExp, ReadonlySet<FaultKind>, () => Planted][] = [
    ["a sync of the log that is skipped", LOSS, power, () => skipsSync("log")],
    ["a sync of the record that is skipped", LOSS, power, () => skipsSync("record")],
    ["a sync of names that is skipped", LOSS, power, () => skipsSync("names")],
    ["a superseding bit that is dropped", /REPLAY_ACTIVITY/, all, () => dropsSupersedingBit(100)],
    ["answers that come early", /not published/, all, () => answersEarly(50)],
    ["duplicates that are taken", /REPLAY_ID/, all, () => takesDuplicates(5)],
  ];

  it.each(bugs)("%s", async (_, found, faults, planted) => {
    const { violation, counts } = await run(ask(base, 1000, { planted, faults }));
    expect(isCoded(violation) && `${violation.code} ${violation.facts["what"]}`).toMatch(found);
    expect(counts.blocks).toBeLessThan(1000);
  });

  it("and is made small: no more blocks and kinds of fault than it takes", async () => {
    const options = ask(base, 1000, { planted: () => dropsSupersedingBit(100) });
    const smallest = await minimise(options, await run(options), run);
    expect(smallest.blocks).toBeLessThan(200);
    expect([...smallest.faults]).toEqual([]);
  });
});
