import { transactionType } from "../../../ledger/module.js";
import { identityError } from "../errors.js";
import { reads, readsId, readsOf } from "../schema.js";
import { publishReadsBody } from "../transactions.js";
import { requireOfficer, requireOrganisation } from "../view.js";

/** A directory binds itself to who read what since its last root. */
export const publishReads = transactionType({
  body: publishReadsBody,
  sentence: ({ organisation }) =>
    `${organisation} published one fingerprint of whom it had looked up`,
  execute: (context, { organisation, to, root }) => {
    requireOrganisation(context, organisation);
    const need = { role: "directory", organisation, district: null } as const;
    requireOfficer(context, context.signatories, need, context.time);
    const { count, until } = context.read(readsOf, organisation)?.value ?? { count: 0, until: 0 };
    // The same end again is allowed: one period may have more reads than a root takes.
    if (to < until || to > context.time) {
      throw identityError("IDENTITY_READS_PERIOD", { from: until, to, time: context.time });
    }
    const number = count + 1;
    const period = { organisation, number, from: until, to, root };
    context.put(reads, readsId(organisation, number), period);
    context.put(readsOf, organisation, { count: number, until: to });
  },
});
