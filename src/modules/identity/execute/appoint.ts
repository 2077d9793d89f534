import { transactionType } from "../../../ledger/module.js";
import { bindOfficial, giveOffice } from "../bind.js";
import { identityError } from "../errors.js";
import { appointBody } from "../transactions.js";
import { organisationOf, requireOfficer, requireOrganisation } from "../view.js";

/** An organisation's administrator gives one of its officials an office. */
export const appoint = transactionType({
  body: appointBody,
  sentence: ({ office, organisation }) => `Appointed a ${office.role} of ${organisation}`,
  execute: (context, body) => {
    requireOrganisation(context, body.organisation);
    const need = {
      role: "administrator",
      organisation: body.organisation,
      district: null,
    } as const;
    requireOfficer(context, context.signatories, need, context.time);
    if (body.key !== null) bindOfficial(context, body.organisation, body.handle, body.key);
    else if (organisationOf(context, body.handle).value.organisation !== body.organisation) {
      throw identityError("IDENTITY_OFFICIAL_UNKNOWN", { handle: body.handle });
    }
    giveOffice(context, body.organisation, body.handle, body.office);
  },
});
