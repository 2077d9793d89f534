import { changed } from "../changed.js";
import type { PlantedTogether } from "../together/agency-node.js";

/* Bugs at one agency among several, as those of `planted.ts`. */

/** From the n-th block on that has several transactions, they are executed the other way round. */
export function executesBackwards(from: number): PlantedTogether {
  let several = 0;
  return {
    application: (real) =>
      changed(real, {
        finalize: (proposal) => {
          const { transactions } = proposal;
          const isTurned = transactions.length > 1 && ++several >= from;
          return real.finalize(
            isTurned ? { ...proposal, transactions: transactions.toReversed() } : proposal,
          );
        },
      }),
  };
}

/** Where a process is started again it says that it has executed one block more than it has. */
export function countsOneMore(): PlantedTogether {
  return {
    application: (real) => {
      const more = real.info().engineHeight > 0 ? 1 : 0;
      const info = () => {
        const { engineHeight, ...head } = real.info();
        return { ...head, engineHeight: engineHeight + more };
      };
      return changed(real, { info });
    },
  };
}

/** From the n-th block on it is shown as soon as this agency has signed it. */
export function showsAlone(from: number): PlantedTogether {
  let shown = 0;
  return {
    publish:
      (publisher, { published }) =>
      async (block) => {
        const real = publisher.publish(block);
        if (++shown < from) return real;
        // By then it is signed here.
        for (let turn = 0; turn < 20; turn++) await Promise.resolve();
        published.publish(block, publisher.own ?? "");
      },
  };
}

/** From the n-th block on who waits is answered before it is shown. */
export function answersUnshown(from: number): PlantedTogether {
  let answered = 0;
  return {
    publish: (publisher) => async (block) => {
      const real = publisher.publish(block);
      if (++answered < from) return real;
    },
  };
}
