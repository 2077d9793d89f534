import { toHex } from "#src/base/text.js";
import type { Target } from "../target.js";
import { Chance } from "./chance.js";
import { heapAfterCollection, type Sample, slopeOf } from "./heap.js";
import { type Fault, type Judged, judge } from "./judge.js";
import { minimise } from "./minimise.js";

export type Plan = {
  readonly seed: number;
  readonly count: number;
  /** Longest that one input may take, ms. */
  readonly budgetMs: number;
  /** Whether the heap is measured on the way. */
  readonly heap: boolean;
};

export type Finding = { readonly what: string; readonly input: string; readonly error: unknown };
export type Summary = {
  readonly target: Target;
  readonly inputs: number;
  /** Of the processor, all threads: other work on the machine does not count. */
  readonly ms: number;
  /** How often each outcome came. */
  readonly outcomes: ReadonlyMap<string, number>;
  readonly slowest: { readonly ms: number; readonly input: string };
  /** Bytes an input, and how much more there was at the end than after the first half; null: not measured. */
  readonly heap: { readonly slope: number; readonly growth: number } | null;
  readonly finding: Finding | null;
};

const SAMPLES = 4;
/** How often in a row an input must be slow to be called so. */
const TIMES_SLOW = 10;
/** A collection takes as long as hundreds of inputs, and what few of them leave is no measure. */
const LEAST_BETWEEN = 500;
const MIB = 1024 * 1024;
/**
 * How much more may be in use at a run's end than at its half: caches of code and of keys fill, and
 * a node's log grows.
 */
const MOST_GROWTH = { decoders: 8 * MIB, execution: 8 * MIB, http: 64 * MIB } as const;

/** Runs `count` inputs, or up to the first finding. */
export async function runTarget(target: Target, plan: Plan): Promise<Summary> {
  await target.open?.();
  const { stackTraceLimit } = Error;
  // Nearly every input is refused, and where in the program says nothing.
  Error.stackTraceLimit = 0;
  try {
    return await runInputs(target, plan, stackTraceLimit);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

async function runInputs(target: Target, plan: Plan, traceLimit: number): Promise<Summary> {
  const chance = new Chance(plan.seed);
  const outcomes = new Map<string, number>();
  const samples: Sample[] = [];
  const every = Math.max(LEAST_BETWEEN, Math.floor(plan.count / SAMPLES));
  const started = process.cpuUsage();
  let slowest: { ms: number; input: Uint8Array } = { ms: 0, input: new Uint8Array(0) };
  let finding: Finding | null = null;
  let inputs = 0;
  while (inputs < plan.count && finding === null) {
    const input = target.make(chance);
    const before = performance.now();
    const judging = judge(target, input);
    const judged = judging instanceof Promise ? await judging : judging;
    const ms = performance.now() - before;
    inputs++;
    if (ms > slowest.ms) slowest = { ms, input };
    if ("outcome" in judged) count(outcomes, judged.outcome);
    else finding = await smallest(target, input, judged, traceLimit);
    if (ms > plan.budgetMs) finding ??= await slow(target, input, plan.budgetMs);
    if (plan.heap && inputs % every === 0) {
      samples.push({ inputs, bytes: await heapAfterCollection() });
    }
  }
  const { user, system } = process.cpuUsage(started);
  const ms = (user + system) / 1000;
  const heap = samples.length < 2 ? null : { slope: slopeOf(samples), growth: growthOf(samples) };
  finding ??= heap !== null && heap.growth > MOST_GROWTH[target.kind] ? grown(heap.growth) : null;
  const shown = { ms: slowest.ms, input: toHex(slowest.input) };
  return { target, inputs, ms, outcomes, slowest: shown, heap, finding };
}

function count(outcomes: Map<string, number>, outcome: string): void {
  outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
}

async function smallest(
  target: Target,
  input: Uint8Array,
  fault: Fault,
  traceLimit: number,
): Promise<Finding> {
  const isSame = (judged: Judged): boolean => "what" in judged && judged.what === fault.what;
  const small = await minimise(input, async (smaller) => isSame(await judge(target, smaller)));
  Error.stackTraceLimit = traceLimit;
  const again = await judge(target, small);
  const { what, error } = "what" in again ? again : fault;
  return { what, error, input: toHex("what" in again ? small : input) };
}

/** A machine with other work stops now and then: what is slow every time is slow. */
async function slow(target: Target, input: Uint8Array, budgetMs: number): Promise<Finding | null> {
  for (let time = 0; time < TIMES_SLOW; time++) {
    const before = performance.now();
    await judge(target, input);
    if (performance.now() - before <= budgetMs) return null;
  }
  return { what: `took longer than ${budgetMs} ms`, input: toHex(input), error: null };
}

function growthOf(samples: readonly Sample[]): number {
  const half = samples[(samples.length - 1) >> 1];
  return (samples.at(-1)?.bytes ?? 0) - (half?.bytes ?? 0);
}

const grown = (growth: number): Finding => ({
  what: `${growth} bytes more are in use at the end of the run than at its half`,
  input: "",
  error: null,
});
