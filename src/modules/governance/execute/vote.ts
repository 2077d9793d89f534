import { z } from "zod";
import type { TransactionType } from "../../../ledger/module.js";
import { transactionType } from "../../../ledger/module.js";
import { decisionOf } from "../actions.js";
import { requireGovernor } from "../agencies.js";
import type { GovernanceNeeds } from "../needs.js";
import { ballot, ballotId, close, openProposal, tally } from "../proposals.js";
import { agencyName, keyId } from "../schema.js";

const voteBody = z.strictObject({
  /** Id of the transaction that proposed it: so the ballot is for these very words. */
  proposal: keyId,
  agency: agencyName,
  approve: z.boolean(),
});

/**
 * One ballot an agency, which may be changed while the proposal is open. The one that decides carries
 * the proposal out; where that cannot be done any more, the ballot is refused and says why.
 */
export function vote(needs: GovernanceNeeds): TransactionType {
  return transactionType({
    body: voteBody,
    sentence: ({ agency, approve }) =>
      `${agency} voted ${approve ? "for" : "against"} what an agency proposed`,
    execute: (context, { proposal: id, agency, approve }) => {
      requireGovernor(context, needs, agency);
      const open = openProposal(context, id, context.time);
      context.put(ballot, ballotId(id, agency), { approve, cast: context.time });
      const { approving, refusing, agencies, needed } = tally(context, id, open.rule);
      if (approving >= needed) {
        decisionOf(open.action, needs).apply(context, id);
        close(context, id, open, "accepted");
      } else if (agencies - refusing < needed) {
        close(context, id, open, "rejected");
      }
    },
  });
}
