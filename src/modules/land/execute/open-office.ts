import type { TransactionContext } from "../../../ledger/module.js";
import type { OpenOfficeBody } from "../bodies.js";
import { landError } from "../errors.js";
import { putOffice } from "../founding.js";
import type { LandNeeds } from "../needs.js";

/** The office is the organisation's whose registrar reaches every district of it. */
export function openOffice(
  needs: LandNeeds,
  context: TransactionContext,
  { office, districts }: OpenOfficeBody,
): void {
  const registrars = districts.map((district) =>
    needs.registrar(context, context.signatories, district, context.time),
  );
  const organisations = new Set(registrars.map(({ organisation }) => organisation));
  const [organisation, other] = organisations;
  if (organisation === undefined || other !== undefined) {
    throw landError("LAND_OFFICE_FOREIGN", { office });
  }
  putOffice(context, office, organisation, districts);
}
