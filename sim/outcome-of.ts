import { isCoded } from "#src/base/errors.js";
import { Chronicle } from "./chronicle.js";
import type { Outcome } from "./options.js";

/** Lives through a run; whatever it throws is what did not hold. */
export async function outcomeOf(live: (chronicle: Chronicle) => Promise<void>): Promise<Outcome> {
  const chronicle = new Chronicle();
  let violation: Error | null = null;
  try {
    await live(chronicle);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    violation = error;
    chronicle.note("violation", isCoded(error) ? JSON.stringify(error.facts) : error.message);
  }
  return { digest: chronicle.digest(), counts: chronicle.counts, violation };
}
