import type { TransactionContext } from "../../../ledger/module.js";
import type { FoundLevelBody } from "../bodies.js";
import { landError } from "../errors.js";
import { putLevel } from "../founding.js";
import type { LandNeeds } from "../needs.js";
import { district } from "../schema.js";

/** A level is the whole network's, so any registrar whose district has an office may found one. */
export function foundLevel(
  needs: LandNeeds,
  context: TransactionContext,
  body: FoundLevelBody,
): void {
  needs.registrar(context, context.signatories, body.district, context.time);
  if (context.read(district, body.district) === undefined) {
    throw landError("LAND_OFFICE_UNKNOWN", { district: body.district });
  }
  putLevel(context, body.level, body.kind, body.grid);
}
