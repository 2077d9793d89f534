import type { FaultKind } from "./disk/faults.js";
import type { Outcome, RunOptions } from "./options.js";
import { run } from "./run.js";

/** A failing run with fewer kinds of fault and no more blocks than it takes to fail. */
export async function minimise(failing: RunOptions, outcome: Outcome): Promise<RunOptions> {
  let smallest = within(failing, outcome);
  for (const kind of failing.faults) {
    const faults = without(smallest.faults, kind);
    // Another course may fail later, or of something else: what is smaller and fails is good enough.
    const fewer = { ...failing, faults };
    const tried = await run(fewer);
    if (tried.violation !== null) smallest = within(fewer, tried);
  }
  return smallest;
}

const within = (options: RunOptions, { counts }: Outcome): RunOptions => ({
  ...options,
  blocks: Math.min(options.blocks, counts.blocks + 1),
});

function without(faults: ReadonlySet<FaultKind>, kind: FaultKind): Set<FaultKind> {
  const fewer = new Set(faults);
  fewer.delete(kind);
  return fewer;
}
