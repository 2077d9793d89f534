import { transactionType } from "../../../ledger/module.js";
import { bindPersonKey, checkFree } from "../bind.js";
import { handle } from "../schema.js";
import { enrolBody } from "../transactions.js";
import { requireOfficer, requireOrganisation } from "../view.js";

/** A person takes a handle; a registrar vouches that the commitments are of that person. */
export const enrol = transactionType({
  body: enrolBody,
  sentence: () => "A person took a fresh code, confirmed by a registrar",
  execute: (context, { handle: id, key, organisation, ...person }) => {
    requireOrganisation(context, organisation);
    const need = { role: "registrar", organisation, district: null } as const;
    requireOfficer(context, context.signatories, need, context.time);
    checkFree(context, id);
    const keyId = bindPersonKey(context, id, key);
    context.put(handle, id, { ...person, vouchedBy: organisation, keyId, made: context.time });
  },
});
