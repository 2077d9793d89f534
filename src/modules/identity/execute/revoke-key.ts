import { type Reader, transactionType } from "../../../ledger/module.js";
import { identityError } from "../errors.js";
import { handle, key, type Role } from "../schema.js";
import { revokeKeyBody } from "../transactions.js";
import { organisationOf, requireOfficer } from "../view.js";

/**
 * Ends a key for every later transaction in log order: by its own holder, by the administrator of an
 * official's organisation, or by a registrar of the organisation that vouched for a person.
 */
export const revokeKey = transactionType({
  body: revokeKeyBody,
  sentence: () => "Ended a key",
  execute: (context, { keyId }) => {
    const bound = context.read(key, keyId);
    if (bound === undefined) throw identityError("IDENTITY_KEY_UNKNOWN", { keyId });
    if (bound.value.revoked !== null) throw identityError("IDENTITY_KEY_REVOKED", { keyId });
    const own = context.signatories.some((signatory) => signatory.keyId === keyId);
    if (!own) {
      const need = { ...overseer(context, bound.value.handle), district: null };
      requireOfficer(context, context.signatories, need, context.time);
    }
    context.put(key, keyId, { ...bound.value, revoked: context.time });
  },
});

function overseer(reader: Reader, id: string): { role: Role; organisation: string } {
  const person = reader.read(handle, id);
  if (person !== undefined) return { role: "registrar", organisation: person.value.vouchedBy };
  return { role: "administrator", ...organisationOf(reader, id).value };
}
