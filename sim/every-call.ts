import type { Outcome, RunOptions } from "./options.js";
import { run } from "./run.js";

/**
 * The same short run again and again, the power failing at each call to the system in turn: the options
 * and the outcome of each.
 */
export async function* everyCall(
  options: RunOptions,
): AsyncGenerator<{ readonly options: RunOptions; readonly outcome: Outcome }> {
  const faults = new Set(["power"] as const);
  const { counts } = await run({ ...options, faults, powerAt: Number.MAX_SAFE_INTEGER });
  for (let powerAt = 1; powerAt <= counts.calls; powerAt++) {
    const once = { ...options, faults, powerAt };
    yield { options: once, outcome: await run(once) };
  }
}
