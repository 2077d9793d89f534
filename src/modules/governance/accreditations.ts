import { z } from "zod";
import type { Reader } from "../../ledger/module.js";
import { bytes32, recordType } from "../../ledger/record-type.js";

/** id: organisation. A later decision replaces it until the organisation is registered; then it stays. */
export const accreditation = recordType({
  prefix: "governance/accreditation",
  schema: z.strictObject({
    /** Of the body that registers it (identity's `organisationDigest`). */
    digest: bytes32,
  }),
  publicity: { digest: "open" },
});

/** What the organisation may be registered as; null where the agencies have not decided on it. */
export function accreditedDigest(reader: Reader, organisation: string): Uint8Array | null {
  return reader.read(accreditation, organisation)?.value.digest ?? null;
}
