import { z } from "zod";
import { equalBytes } from "../../../base/bytes.js";
import type { Context } from "../../../ledger/module.js";
import { bytes32, segment } from "../../../ledger/record-type.js";
import { accreditation, accreditedDigest } from "../accreditations.js";
import type { Decision } from "../decision.js";
import { governanceError } from "../errors.js";
import type { GovernanceNeeds } from "../needs.js";

export const accreditAction = z.strictObject({
  kind: z.literal("accredit"),
  organisation: segment,
  /** Of the body that registers it, with its officials' keys. */
  digest: bytes32,
});

/** An organisation that was not there at the founding may come on record: as this, and nothing else. */
export function accredit(
  { organisation, digest }: z.infer<typeof accreditAction>,
  needs: GovernanceNeeds,
): Decision {
  const validate = (context: Context) => {
    needs.noOrganisation(context, organisation);
    const standing = accreditedDigest(context, organisation);
    if (standing !== null && equalBytes(standing, digest)) {
      throw governanceError("GOVERNANCE_NO_CHANGE", { organisation });
    }
  };
  return {
    rule: "majority",
    sentence: `accredit ${organisation} as an organisation`,
    validate,
    apply: (context) => {
      validate(context);
      context.put(accreditation, organisation, { digest });
    },
  };
}
