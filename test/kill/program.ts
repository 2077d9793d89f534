import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { addEvidence, inOneSentence } from "#runs/evidence.js";
import { positiveNumber } from "#runs/whole-number.js";
import { median } from "#src/cli/bench/machine.js";
import { killError } from "./errors.js";
import { grow } from "./grow.js";
import { type Outcome, run } from "./run.js";

type Options = {
  readonly count: number;
  readonly facts: number;
  readonly seed: number;
  readonly evidence?: string;
};

/** From dist/kill, where this runs. */
const root = fileURLToPath(new URL("../..", import.meta.url));
/** Of the processor: how long a start waits for one that others use too says nothing about it. */
const MOST_READY_MS = 3000;

export function program(): Command {
  return new Command("kills")
    .description("Kills a node with SIGKILL under load, at fail points and at moments.")
    .option("--count <n>", "kills", positiveNumber, 12)
    .option("--facts <n>", "facts that are on record before", positiveNumber, 10_000)
    .option("--seed <n>", "draws the same ends again", positiveNumber, Date.now() % 2 ** 31)
    .option("--evidence <file>", "a line of a table is added to it")
    .action(kills);
}

async function kills({ count, facts, seed, evidence }: Options): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), "counterfoil-kills-"));
  const data = join(dir, "data");
  try {
    cpSync(await grown(facts), data, { recursive: true });
    const began = performance.now();
    const outcome = await run({ data, facts, count, seed }, (kill) => {
      process.stderr.write(`\r${kill} of ${count} kills`);
    });
    process.stderr.write("\n");
    audit(data);
    const minutes = (performance.now() - began) / 60_000;
    const command = `npm run kills -- --count ${count} --facts ${facts} --seed ${seed}`;
    const said = sentence(outcome, minutes);
    for (const [end, times] of outcome.ends) console.log(`${times} × ${end}`);
    console.log(`${command}: ${said}`);
    if (evidence !== undefined) addEvidence(evidence, inOneSentence("Kills"), command, [said]);
    const slow = Math.max(...outcome.ready.map(({ ms, processorMs }) => processorMs ?? ms));
    if (slow > MOST_READY_MS) throw killError("KILL_SLOW", { ms: slow, most: MOST_READY_MS });
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** A data directory of so many facts, made once and kept. */
async function grown(facts: number): Promise<string> {
  const kept = join(root, ".cache/kill", String(facts));
  if (existsSync(kept)) return kept;
  const draft = `${kept}.new`;
  rmSync(draft, { recursive: true, force: true });
  await grow(draft, facts);
  renameSync(draft, kept);
  return kept;
}

function sentence({ ends, acknowledged, checkpoints, ready }: Outcome, minutes: number): string {
  return [
    `${ends.size} kinds of end`,
    `${acknowledged} transactions acknowledged, all on record as they were`,
    `${checkpoints} checkpoints, none contradicted`,
    `ready within ${range(ready.map(({ ms }) => ms))}`,
    `of the processor ${range(ready.flatMap(({ processorMs }) => processorMs ?? []))}`,
    `audit valid`,
    `${minutes.toFixed(0)} minutes`,
  ].join("; ");
}

/** Median and longest. */
function range(all: readonly number[]): string {
  if (all.length === 0) return "unknown";
  const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
  return `${seconds(median(all))} (longest ${seconds(Math.max(...all))})`;
}

/** @throws KILL_AUDIT */
function audit(data: string): void {
  try {
    execFileSync(process.execPath, [join(root, "bin/counterfoil"), "audit", "--data", data], {
      stdio: "ignore",
    });
  } catch (cause) {
    throw killError("KILL_AUDIT", {}, cause);
  }
}
