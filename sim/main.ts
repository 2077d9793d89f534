import { inspect, parseArgs } from "node:util";
import { addEvidence, inOneSentence } from "#runs/evidence.js";
import { isCoded } from "#src/base/errors.js";
import { type FaultKind, faultKinds } from "./disk/faults.js";
import { simError } from "./errors.js";
import { everyCall } from "./every-call.js";
import { minimise } from "./minimise.js";
import type { Outcome, RunOptions } from "./options.js";
import { run } from "./run.js";
import { Tally } from "./tally.js";

/*
 * `npm run sim -- --seed 1 --blocks 1000`: docs/internals/simulator.md. Not a command of the program:
 * it is for who builds it.
 */
const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    seeds: { type: "string", default: "1" },
    blocks: { type: "string", default: "1000" },
    minutes: { type: "string", default: "1000000" },
    faults: { type: "string", default: faultKinds.join() },
    evidence: { type: "string" },
    "every-call": { type: "boolean", default: false },
    "power-at": { type: "string" },
  },
});

const first = whole("seed", values.seed);
const seeds = whole("seeds", values.seeds);
const blocks = whole("blocks", values.blocks);
const faults = new Set(values.faults.split(",").filter(Boolean).map(faultKind));
const until = performance.now() + whole("minutes", values.minutes) * 60_000;
const powerAt =
  values["power-at"] === undefined ? {} : { powerAt: whole("power-at", values["power-at"]) };
const tally = new Tally();

let next = first;
while (next < first + seeds && performance.now() < until) {
  const options: RunOptions = { seed: next, blocks, faults, onProgress, ...powerAt };
  if (values["every-call"]) for await (const one of everyCall(options)) await judge(one);
  else await judge({ options, outcome: await run(options) });
  next++;
}
const every = values["every-call"] ? " --every-call" : "";
const command = `npm run sim -- --seed ${first} --seeds ${next - first} --blocks ${blocks}${every}`;
say(`${tally.line()}\n`);
if (next < first + seeds) say(`go on with --seed ${next} --seeds ${first + seeds - next}\n`);
if (values.evidence !== undefined) {
  addEvidence(values.evidence, inOneSentence("Simulator"), command, [tally.line()]);
}

async function judge({ options, outcome }: { options: RunOptions; outcome: Outcome }) {
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

function whole(name: string, text: string): number {
  if (!/^\d{1,10}$/.test(text)) throw simError("SIM_USAGE", { name, text });
  return Number(text);
}

function faultKind(text: string): FaultKind {
  const kind = faultKinds.find((known) => known === text);
  if (kind === undefined) throw simError("SIM_USAGE", { name: "faults", text });
  return kind;
}
