import type { Application } from "#src/engines/port.js";

/** The application, with some of what it does done otherwise. */
export function changed(real: Application, other: Partial<Application>): Application {
  return {
    info: () => real.info(),
    terms: () => real.terms(),
    readAhead: (transaction) => real.readAhead(transaction),
    check: (transaction, now) => real.check(transaction, now),
    finalize: (proposal) => real.finalize(proposal),
    commit: () => real.commit(),
    known: (transaction) => real.known(transaction),
    earliestDeadline: () => real.earliestDeadline(),
    ...other,
  };
}
