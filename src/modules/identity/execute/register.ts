import { equalBytes } from "../../../base/bytes.js";
import { toHex } from "../../../base/text.js";
import { type TransactionType, transactionType } from "../../../ledger/module.js";
import { addOrganisation } from "../bind.js";
import { identityError } from "../errors.js";
import type { IdentityNeeds } from "../needs.js";
import { organisationDigest } from "../organisation-digest.js";
import { registerBody } from "../transactions.js";
import { requireNoOrganisation } from "../view.js";

/**
 * An organisation that was not there at the founding comes on record with its first officials. Who
 * signs does not matter, since the agencies have decided on these very bytes; its own people's keys
 * are bound only by this.
 */
export function register(needs: IdentityNeeds): TransactionType {
  return transactionType({
    body: registerBody,
    sentence: ({ id }) => `${id} came on record as an organisation, as the agencies decided`,
    execute: (context, body) => {
      const { id } = body;
      requireNoOrganisation(context, id);
      const [digest, accredited] = [organisationDigest(body), needs.accredited(context, id)];
      if (accredited === null || !equalBytes(accredited, digest)) {
        throw identityError("IDENTITY_NOT_ACCREDITED", {
          organisation: id,
          digest: toHex(digest),
          accredited: accredited && toHex(accredited),
        });
      }
      addOrganisation(context, body);
    },
  });
}
