import type { Outcome } from "./options.js";

type Sized<Fault> = { readonly blocks: number; readonly faults: ReadonlySet<Fault> };

/** A failing run with fewer kinds of fault and no more blocks than it takes to fail. */
export async function minimise<Fault, Options extends Sized<Fault>>(
  failing: Options & Sized<Fault>,
  outcome: Outcome,
  run: (options: Options) => Promise<Outcome>,
): Promise<Options> {
  let smallest: Options & Sized<Fault> = within(failing, outcome);
  for (const kind of failing.faults) {
    const faults = without(smallest.faults, kind);
    // Another course may fail later, or of something else: what is smaller and fails is good enough.
    const fewer = { ...failing, faults };
    const tried = await run(fewer);
    if (tried.violation !== null) smallest = within(fewer, tried);
  }
  return smallest;
}

const within = <Options extends { readonly blocks: number }>(
  options: Options,
  { counts }: Outcome,
): Options => ({ ...options, blocks: Math.min(options.blocks, counts.blocks + 1) });

function without<Fault>(faults: ReadonlySet<Fault>, kind: Fault): Set<Fault> {
  const fewer = new Set(faults);
  fewer.delete(kind);
  return fewer;
}
