import type { Outcome, RunOptions } from "./options.js";
import { run } from "./run.js";

/**
 * The same short run again and again, the power failing at each call to the system in turn: the first
 * outcome that is broken, or the last one.
 */
export async function everyCall(options: RunOptions): Promise<Outcome> {
  const faults = new Set(["power"] as const);
  const whole = await run({ ...options, faults, powerAt: Number.MAX_SAFE_INTEGER });
  let last = whole;
  for (let powerAt = 1; powerAt <= whole.counts.calls; powerAt++) {
    if (last.violation !== null) return last;
    last = await run({ ...options, faults, powerAt });
    options.onProgress?.(powerAt);
  }
  return last;
}
