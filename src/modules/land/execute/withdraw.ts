import type { TransactionContext } from "../../../ledger/module.js";
import type { WithdrawBody } from "../bodies.js";
import { dismiss, undecided } from "../entries.js";
import { checkSigned } from "../holders.js";
import type { LandNeeds } from "../needs.js";
import { right } from "../schema.js";

/** Those who lodged take it back: the holders of what was to be given, whose right may have ended since. */
export function withdraw(needs: LandNeeds, context: TransactionContext, body: WithdrawBody): void {
  const lodged = undecided(context, body.entry);
  const { rights } = lodged.entry;
  checkSigned(
    needs,
    context,
    rights.flatMap((id) => context.read(right, id)?.value.holders ?? []),
  );
  const nobody = { registrar: null, organisation: null, grounds: null };
  dismiss(context, lodged, { decision: "withdrawn", ...nobody });
}
