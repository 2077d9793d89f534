import { z } from "zod";
import type { TransactionType } from "../../../ledger/module.js";
import { transactionType } from "../../../ledger/module.js";
import { time } from "../../../ledger/record-type.js";
import { action, decisionOf } from "../actions.js";
import { requireGovernor } from "../agencies.js";
import { governanceError } from "../errors.js";
import { lists } from "../lists.js";
import type { GovernanceNeeds } from "../needs.js";
import { proposal } from "../proposals.js";
import { agencyName, governanceLimits } from "../schema.js";

const proposeBody = z.strictObject({
  /** The agency that proposes. */
  agency: agencyName,
  /** When the proposal lapses, ms since 1970. */
  deadline: time,
  action,
});

/** Puts before the agencies what could be carried out as things stand; nobody has voted yet. */
export function propose(needs: GovernanceNeeds): TransactionType {
  return transactionType({
    body: proposeBody,
    sentence: (body) => `${body.agency} proposed to ${decisionOf(body.action, needs).sentence}`,
    execute: (context, { agency, deadline, action: proposed }) => {
      requireGovernor(context, needs, agency);
      const { time: now } = context;
      if (deadline <= now || deadline > now + governanceLimits.deadlineMs) {
        throw governanceError("GOVERNANCE_DEADLINE", { deadline, time: now });
      }
      if (context.members(lists.openOf(agency)).length >= governanceLimits.openProposals) {
        throw governanceError("GOVERNANCE_PROPOSALS", { agency });
      }
      const { rule, validate } = decisionOf(proposed, needs);
      validate(context);
      context.put(proposal, context.id, {
        agency,
        action: proposed,
        rule,
        proposed: now,
        deadline,
        state: "open",
        closed: null,
      });
    },
  });
}
