import type { TransactionContext } from "../../../ledger/module.js";
import type { RefuseBody } from "../bodies.js";
import { decider, dismiss, undecided } from "../entries.js";
import type { LandNeeds } from "../needs.js";

/** The registrar of the district refuses what was lodged; its number stays taken. */
export function refuse(
  needs: LandNeeds,
  context: TransactionContext,
  { entry, grounds }: RefuseBody,
): void {
  const lodged = undecided(context, entry);
  const { office, district } = lodged.entry;
  const { handle, organisation } = decider(needs, context, office, district);
  dismiss(context, lodged, { decision: "refused", registrar: handle, organisation, grounds });
}
