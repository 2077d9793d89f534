import { transactionType } from "../../../ledger/module.js";
import { identityError } from "../errors.js";
import { office, officeId } from "../schema.js";
import { dismissBody } from "../transactions.js";
import { requireOfficer } from "../view.js";

/** An organisation's administrator ends an office before its time. */
export const dismiss = transactionType({
  body: dismissBody,
  sentence: ({ role }) => `Ended the office of a ${role}`,
  execute: (context, { handle, role }) => {
    const id = officeId(handle, role);
    const held = context.read(office, id);
    if (held === undefined) throw identityError("IDENTITY_OFFICIAL_UNKNOWN", { handle, role });
    const { organisation } = held.value;
    const need = { role: "administrator", organisation, district: null } as const;
    requireOfficer(context, context.signatories, need, context.time);
    context.retract(office, id);
  },
});
