import { Command, InvalidArgumentError } from "commander";
import { wholeNumber } from "#runs/whole-number.js";
import { fromHex } from "#src/base/text.js";
import { addSummaries } from "./run/evidence.js";
import { judge } from "./run/judge.js";
import { reportOf } from "./run/report.js";
import { type Plan, runTarget, type Summary } from "./run/run-target.js";
import type { Target } from "./target.js";
import { allTargets } from "./targets.js";

type Selection = { readonly name: string; readonly targets: readonly Target[] };

type Options = {
  readonly count: number;
  readonly target?: Selection;
  readonly seed: number;
  readonly input?: string;
  readonly evidence?: string;
  readonly minutes?: number;
};

/** An hour of chance is worth nothing if nobody can have it again: the seed is always shown. */
const freshSeed = (): number => Date.now() % 2 ** 31;
const BUDGET_MS = 250;

export function program(): Command {
  return new Command("fuzz")
    .description("Sends every decoder, transaction type and address what nobody should send.")
    .option("--count <n>", "inputs, shared among the targets", wholeNumber, 100_000)
    .option("--target <name>", "a target, or one of: decoders, execution, http", selected)
    .option("--seed <n>", "makes the same inputs again", wholeNumber, freshSeed())
    .option("--input <hex>", "one input instead, of one target")
    .option("--minutes <n>", "goes on with the next seeds until so long is over", wholeNumber)
    .option("--evidence <file>", "adds a row to its table of fuzzing")
    .action(async (options: Options) => {
      const targets = options.target?.targets ?? allTargets;
      if (options.input !== undefined) await once(targets, options.input);
      else await all(targets, options);
    });
}

function selected(name: string): Selection {
  const targets = allTargets.filter((target) => target.name === name || target.kind === name);
  if (targets.length > 0) return { name, targets };
  throw new InvalidArgumentError(`known: ${allTargets.map((target) => target.name).join(", ")}`);
}

async function once(targets: readonly Target[], input: string): Promise<void> {
  for (const target of targets) {
    await target.open?.();
    const judged = await judge(target, fromHex(input));
    await target.close?.();
    if ("outcome" in judged) console.log(`${target.name}: ${judged.outcome}`);
    else {
      console.log(`${target.name}: FOUND ${judged.what}`, judged.error);
      process.exitCode = 1;
    }
  }
}

const weightOf = ({ weight = 1 }: Target): number => weight;

async function all(targets: readonly Target[], options: Options): Promise<void> {
  const { count, seed, target, evidence, minutes } = options;
  const end = performance.now() + (minutes ?? 0) * 60_000;
  const summaries: Summary[] = [];
  let last = seed;
  for (; ; last++) {
    summaries.push(...(await round(targets, count, last)));
    if (process.exitCode !== undefined || performance.now() >= end) break;
  }
  for (const { close } of targets) await close?.();
  if (evidence === undefined) return;
  const seeds = last === seed ? `${seed}` : `${seed} … ${last}`;
  const selection = target === undefined ? "" : `--target ${target.name} `;
  addSummaries(evidence, `npm run fuzz -- ${selection}--count ${count} --seed ${seeds}`, summaries);
}

/** Every target once, with its share of the inputs. */
async function round(targets: readonly Target[], count: number, seed: number): Promise<Summary[]> {
  const weights = targets.reduce((sum, target) => sum + weightOf(target), 0);
  const summaries: Summary[] = [];
  for (const target of targets) {
    const share = Math.ceil((count * weightOf(target)) / weights);
    const plan: Plan = { seed, count: share, budgetMs: BUDGET_MS, heap: true };
    const summary = await runTarget(target, plan);
    summaries.push(summary);
    console.log(reportOf(summary, plan));
    if (summary.finding !== null) process.exitCode = 1;
  }
  return summaries;
}
