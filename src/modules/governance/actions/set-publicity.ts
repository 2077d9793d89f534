import { z } from "zod";
import type { Context } from "../../../ledger/module.js";
import { publicities } from "../../../ledger/record-type.js";
import type { Decision } from "../decision.js";
import { governanceError } from "../errors.js";
import { amend, fieldName } from "../law.js";

export const setPublicityAction = z.strictObject({
  kind: z.literal("set-publicity"),
  field: fieldName,
  publicity: z.enum(publicities),
});

/** A field of a record is open, closed or absent from the next block on; what is on record stays. */
export function setPublicity({ field, publicity }: z.infer<typeof setPublicityAction>): Decision {
  const validate = ({ rules }: Context) => {
    const standing = rules.publicityOfField(field);
    // Governance that may not write what it decides could never decide anything again.
    if (standing === null || field.startsWith("governance/")) {
      throw governanceError("GOVERNANCE_FIELD", { field });
    }
    if (standing === publicity) throw governanceError("GOVERNANCE_NO_CHANGE");
  };
  return {
    rule: "majority",
    sentence: `have ${field} ${publicity}`,
    validate,
    apply: (context) => {
      validate(context);
      amend(context, (before) => ({
        publicity: [...before.publicity.filter((one) => one.field !== field), { field, publicity }],
      }));
    },
  };
}
