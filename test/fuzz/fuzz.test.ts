import { afterAll, describe, expect, it } from "vitest";
import { regressions } from "../../fuzz/run/corpus.js";
import { judge } from "../../fuzz/run/judge.js";
import { reportOf } from "../../fuzz/run/report.js";
import { runTarget } from "../../fuzz/run/run-target.js";
import { allTargets } from "../../fuzz/targets.js";
import { fromHex } from "../../src/base/text.js";

/** A new one every time; `npm run fuzz -- --seed` makes the same inputs again. */
const seed = Number(process.env["COUNTERFOIL_FUZZ_SEED"] ?? Date.now() % 2 ** 31);
/** Of each target that weighs one: about twenty seconds of one core in all. */
const COUNTS = { decoders: 10_000, execution: 400, http: 60 } as const;

afterAll(async () => {
  for (const { close } of allTargets) await close?.();
});

describe.each([...allTargets])("$name", (target) => {
  it(`holds against inputs of seed ${seed}`, async () => {
    const count = Math.ceil(COUNTS[target.kind] * (target.weight ?? 1));
    const plan = { seed, count, budgetMs: 1000, heap: false };
    const summary = await runTarget(target, plan);
    expect(summary.finding, reportOf(summary, plan)).toBeNull();
    expect(summary.outcomes.size).toBeGreaterThan(0);
  });
});

describe("what was found once is found no more", () => {
  it.each([...regressions()])("$target: $found", async ({ target: name, input }) => {
    const target = allTargets.find((known) => known.name === name);
    if (target === undefined) throw new Error(`there is no target ${name}`);
    await target.open?.();
    expect(await judge(target, fromHex(input))).toHaveProperty("outcome");
  });
});
