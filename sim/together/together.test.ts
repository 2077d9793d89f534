import { describe, expect, it } from "vitest";
import { isCoded } from "#src/base/errors.js";
import type { Outcome } from "../options.js";
import {
  answersUnshown,
  countsOneMore,
  executesBackwards,
  showsAlone,
} from "../planted/together.js";
import type { PlantedTogether } from "./agency-node.js";
import { runTogether } from "./run.js";
import { type TogetherOptions, togetherFaults } from "./world.js";

const base = Number(process.env["COUNTERFOIL_SIM_SEED"] ?? 1);
const ask = (seed: number, more: Partial<TogetherOptions> = {}): TogetherOptions => ({
  ...{ seed, agencies: 4, blocks: 30, faults: new Set(togetherFaults) },
  ...more,
});
const said = ({ violation }: Outcome): unknown => violation ?? "nothing broken";

describe("agencies that order together, simulated", () => {
  it.each([
    [0, 4],
    [1, 5],
    [2, 3],
  ])(
    "break nothing with seed base + %i, %i of them, all faults together",
    async (more, agencies) => {
      const outcome = await runTogether(ask(base + more, { agencies }));
      expect(said(outcome), `seed ${base + more}`).toBe("nothing broken");
      expect(outcome.counts.answers).toBeGreaterThan(30);
    },
  );

  it("are the same run for the same seed, and another for another", async () => {
    const short = { blocks: 12 };
    const outcomes = [ask(7, short), ask(7, short), ask(8, short)].map(runTogether);
    const [once, again, other] = (await Promise.all(outcomes)).map(({ digest }) => digest);
    expect(again).toBe(once);
    expect(other).not.toBe(once);
  });
});

describe("a bug that is planted at one of them is found, whatever the seed", () => {
  const bugs: [string, RegExp, () => PlantedTogether][] = [
    ["another order of execution", /another root/, () => executesBackwards(3)],
    ["a block too many counted after a start", /another root|COMET_/, () => countsOneMore()],
    ["a checkpoint shown without a quorum", /without a quorum/, () => showsAlone(5)],
    ["answers before what they are of is shown", /not shown/, () => answersUnshown(5)],
  ];
  const cases = bugs.flatMap(([name, found, planted]) =>
    [base, base + 1].map((seed) => ({ name, seed, found, planted })),
  );

  it.each(cases)("$name, seed $seed", async ({ seed, found, planted }) => {
    const { violation, counts } = await runTogether(ask(seed, { blocks: 300, planted }));
    expect(isCoded(violation) && `${violation.code} ${violation.facts["what"]}`).toMatch(found);
    expect(counts.blocks).toBeLessThan(300);
  });
});
