import { transactionType } from "../../../ledger/module.js";
import { identityError } from "../errors.js";
import { key } from "../schema.js";
import { revokeKeyBody } from "../transactions.js";
import { organisationOf, requireOfficer } from "../view.js";

/** Ends a key for every later transaction in log order: by its own holder, or by the administrator. */
export const revokeKey = transactionType({
  body: revokeKeyBody,
  sentence: () => "Revoked a key",
  execute: (context, { keyId }) => {
    const bound = context.read(key, keyId);
    if (bound === undefined) throw identityError("IDENTITY_KEY_UNKNOWN", { keyId });
    if (bound.value.revoked !== null) throw identityError("IDENTITY_KEY_REVOKED", { keyId });
    const own = context.signatories.some((signatory) => signatory.keyId === keyId);
    if (!own) {
      const { organisation } = organisationOf(context, bound.value.handle).value;
      const need = { role: "administrator", organisation, district: null } as const;
      requireOfficer(context, context.signatories, need, context.time);
    }
    context.put(key, keyId, { ...bound.value, revoked: context.time });
  },
});
