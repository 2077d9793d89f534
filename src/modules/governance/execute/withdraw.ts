import { z } from "zod";
import type { TransactionType } from "../../../ledger/module.js";
import { transactionType } from "../../../ledger/module.js";
import { requireGovernor } from "../agencies.js";
import type { GovernanceNeeds } from "../needs.js";
import { close, openProposal } from "../proposals.js";
import { keyId } from "../schema.js";

const withdrawBody = z.strictObject({ proposal: keyId });

/** Who proposed it takes it back. */
export function withdraw(needs: GovernanceNeeds): TransactionType {
  return transactionType({
    body: withdrawBody,
    sentence: () => "An agency withdrew what it had proposed",
    execute: (context, { proposal: id }) => {
      const open = openProposal(context, id, context.time);
      requireGovernor(context, needs, open.agency);
      close(context, id, open, "withdrawn");
    },
  });
}
