import { inspect } from "node:util";
import { Command, InvalidArgumentError, Option } from "commander";
import { addEvidence, inOneSentence } from "#runs/evidence.js";
import { wholeNumber } from "#runs/whole-number.js";
import { isCoded } from "#src/base/errors.js";
import { type FaultKind, faultKinds } from "./disk/faults.js";
import { everyCall } from "./every-call.js";
import { minimise } from "./minimise.js";
import type { Outcome, RunOptions } from "./options.js";
import { run } from "./run.js";
import { Tally } from "./tally.js";

type Options = {
  readonly seed: number;
  readonly seeds: number;
  readonly blocks: number;
  readonly minutes?: number;
  readonly faults: ReadonlySet<FaultKind>;
  readonly everyCall: boolean;
  readonly powerAt?: number;
  readonly evidence?: string;
};

/** `npm run sim`: docs/internals/simulator.md. No command of the program: it is for who builds it. */
export function program(): Command {
  return new Command("sim")
    .description("Runs the node on a simulated machine that fails in every way.")
    .option("--seed <n>", "the first seed", wholeNumber, 1)
    .option("--seeds <n>", "how many, one after the other", wholeNumber, 1)
    .option("--blocks <n>", "blocks that each run publishes", wholeNumber, 1000)
    .option("--minutes <n>", "begins no further seed after that time", wholeNumber)
    .addOption(
      new Option("--faults <kinds>", "only these kinds of fault")
        .argParser(faultsIn)
        .default(new Set(faultKinds), "all"),
    )
    .option("--every-call", "one run for each call to the system, the power failing there", false)
    .option("--power-at <n>", "the power fails once, at that call", wholeNumber)
    .option("--evidence <file>", "a line of a table is added to it")
    .action(simulate);
}

async function simulate(asked: Options): Promise<void> {
  const { seed: first, seeds, blocks, minutes = Number.POSITIVE_INFINITY, evidence } = asked;
  const until = performance.now() + minutes * 60_000;
  const tally = new Tally();
  let next = first;
  while (next < first + seeds && performance.now() < until) {
    await runSeed(next, asked, tally);
    next++;
  }
  const every = asked.everyCall ? " --every-call" : "";
  const command = `npm run sim -- --seed ${first} --seeds ${next - first} --blocks ${blocks}${every}`;
  say(`${tally.line()}\n`);
  if (next < first + seeds) say(`go on with --seed ${next} --seeds ${first + seeds - next}\n`);
  if (evidence !== undefined) {
    addEvidence(evidence, inOneSentence("Simulator"), command, [tally.line()]);
  }
}

async function runSeed(seed: number, asked: Options, tally: Tally): Promise<void> {
  const { blocks, faults, powerAt } = asked;
  const at = powerAt === undefined ? {} : { powerAt };
  const options: RunOptions = { seed, blocks, faults, onProgress, ...at };
  if (asked.everyCall) for await (const one of everyCall(options)) await judge(one, tally);
  else await judge({ options, outcome: await run(options) }, tally);
}

type Judged = { readonly options: RunOptions; readonly outcome: Outcome };

async function judge({ options, outcome }: Judged, tally: Tally): Promise<void> {
  tally.add(outcome);
  say(`seed ${options.seed}: ${summary(outcome)}\n`);
  if (outcome.violation === null) return;
  process.exitCode = 1;
  // Where the one call is given at which the power fails, another course would never come to it.
  const least = options.powerAt === undefined ? await minimise(options, outcome) : options;
  const at = least.powerAt === undefined ? "" : ` --power-at ${least.powerAt}`;
  const kinds = [...least.faults].join();
  const { seed, blocks: most } = least;
  say(`repeat it: npm run sim -- --seed ${seed} --blocks ${most} --faults ${kinds}${at}\n`);
}

function onProgress(done: number): void {
  if (process.stderr.isTTY && done % 100 === 0) process.stderr.write(`\r${done} blocks `);
}

function summary({ digest, counts, violation }: Outcome): string {
  const { blocks: made, answers } = counts;
  const short = `${digest.slice(0, 16)}, ${made} blocks, ${answers} answers`;
  if (violation === null) return `${short}, nothing broken`;
  const facts = isCoded(violation) ? ` ${violation.code} ${JSON.stringify(violation.facts)}` : "";
  return `${short}, BROKEN:${facts}\n${inspect(violation)}`;
}

function say(text: string): void {
  process.stdout.write(text);
}

function faultsIn(text: string): ReadonlySet<FaultKind> {
  return new Set(text.split(",").filter(Boolean).map(faultKind));
}

function faultKind(text: string): FaultKind {
  const kind = faultKinds.find((known) => known === text);
  if (kind === undefined) throw new InvalidArgumentError(`known: ${faultKinds.join(", ")}`);
  return kind;
}
