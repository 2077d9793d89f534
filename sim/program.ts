import { inspect } from "node:util";
import { Command, InvalidArgumentError, Option } from "commander";
import { addEvidence, inOneSentence } from "#runs/evidence.js";
import { wholeNumber } from "#runs/whole-number.js";
import { isCoded } from "#src/base/errors.js";
import { faultKinds } from "./disk/faults.js";
import { everyCall } from "./every-call.js";
import { minimise } from "./minimise.js";
import type { Outcome, RunOptions } from "./options.js";
import { run } from "./run.js";
import { Tally } from "./tally.js";
import { runTogether } from "./together/run.js";
import { MOST_AGENCIES, togetherFaults } from "./together/world.js";

/** All kinds of fault: of one machine, and of what lies between several. */
const kinds = [...faultKinds, "network"] as const;
type Kind = (typeof kinds)[number];

type Options = {
  readonly seed: number;
  readonly seeds: number;
  readonly blocks: number;
  readonly agencies?: number;
  readonly minutes?: number;
  readonly faults: ReadonlySet<Kind>;
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
    .option("--agencies <n>", "so many that order together, each on a machine", agenciesIn)
    .option("--minutes <n>", "begins no further seed after that time", wholeNumber)
    .addOption(
      new Option("--faults <kinds>", "only these kinds of fault")
        .argParser(faultsIn)
        .default(new Set(kinds), "all"),
    )
    .option("--every-call", "one run for each call to the system, the power failing there", false)
    .option("--power-at <n>", "the power fails once, at that call", wholeNumber)
    .option("--evidence <file>", "a line of a table is added to it")
    .action(simulate);
}

async function simulate(asked: Options): Promise<void> {
  const { seed: first, seeds, blocks, agencies, evidence } = asked;
  const { minutes = Number.POSITIVE_INFINITY } = asked;
  const until = performance.now() + minutes * 60_000;
  const tally = new Tally();
  let next = first;
  while (next < first + seeds && performance.now() < until) {
    if (agencies === undefined) await runSeed(next, asked, tally);
    else await runSeedTogether(next, { ...asked, agencies }, tally);
    next++;
  }
  const every = asked.everyCall ? " --every-call" : togetherIn(asked);
  const command = `npm run sim -- --seed ${first} --seeds ${next - first} --blocks ${blocks}${every}`;
  say(`${tally.line()}\n`);
  if (next < first + seeds) say(`go on with --seed ${next} --seeds ${first + seeds - next}\n`);
  if (evidence !== undefined) {
    addEvidence(evidence, inOneSentence("Simulator"), command, [tally.line()]);
  }
}

async function runSeed(seed: number, asked: Options, tally: Tally): Promise<void> {
  const { blocks, powerAt } = asked;
  const faults = new Set(faultKinds.filter((kind) => asked.faults.has(kind)));
  const at = powerAt === undefined ? {} : { powerAt };
  const options: RunOptions = { seed, blocks, faults, onProgress, ...at };
  if (asked.everyCall) for await (const one of everyCall(options)) await judge(one, tally);
  else await judge({ options, outcome: await run(options) }, tally);
}

type Judged = { readonly options: RunOptions; readonly outcome: Outcome };

async function judge({ options, outcome }: Judged, tally: Tally): Promise<void> {
  if (isSound(options.seed, outcome, tally)) return;
  // Where the one call is given at which the power fails, another course would never come to it.
  const least = options.powerAt === undefined ? await minimise(options, outcome, run) : options;
  sayAgain(least, least.powerAt === undefined ? "" : ` --power-at ${least.powerAt}`);
}

type Together = Options & { readonly agencies: number };

async function runSeedTogether(seed: number, asked: Together, tally: Tally): Promise<void> {
  const { blocks, agencies } = asked;
  const faults = new Set(togetherFaults.filter((kind) => asked.faults.has(kind)));
  const options = { seed, blocks, agencies, faults, onProgress };
  const outcome = await runTogether(options);
  if (isSound(seed, outcome, tally)) return;
  sayAgain(await minimise(options, outcome, runTogether), togetherIn(asked));
}

const togetherIn = ({ agencies }: Pick<Options, "agencies">): string =>
  agencies === undefined ? "" : ` --agencies ${agencies}`;

function isSound(seed: number, outcome: Outcome, tally: Tally): boolean {
  tally.add(outcome);
  say(`seed ${seed}: ${summary(outcome)}\n`);
  if (outcome.violation === null) return true;
  process.exitCode = 1;
  return false;
}

type Run = { readonly seed: number; readonly blocks: number; readonly faults: ReadonlySet<Kind> };

function sayAgain({ seed, blocks, faults }: Run, more: string): void {
  const only = [...faults].join();
  say(`repeat it: npm run sim -- --seed ${seed} --blocks ${blocks} --faults ${only}${more}\n`);
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

function agenciesIn(text: string): number {
  const agencies = wholeNumber(text);
  if (agencies < 3 || agencies > MOST_AGENCIES) {
    throw new InvalidArgumentError(`from 3 to ${MOST_AGENCIES}`);
  }
  return agencies;
}

function faultsIn(text: string): ReadonlySet<Kind> {
  return new Set(text.split(",").filter(Boolean).map(faultKind));
}

function faultKind(text: string): Kind {
  const kind = kinds.find((known) => known === text);
  if (kind === undefined) throw new InvalidArgumentError(`known: ${kinds.join(", ")}`);
  return kind;
}
