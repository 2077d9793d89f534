import { z } from "zod";
import type { Context } from "../../../ledger/module.js";
import { bytes32, segment, time } from "../../../ledger/record-type.js";
import type { Decision } from "../decision.js";
import { governanceError } from "../errors.js";
import { freeze as freezeRecord } from "../freezes.js";
import type { GovernanceNeeds } from "../needs.js";

export const freezeAction = z.strictObject({
  kind: z.literal("freeze"),
  /** Of land. */
  title: segment,
  /** A commitment to the court's order. */
  order: bytes32,
  /** When it runs out, ms since 1970; null: when it is lifted. */
  until: time.nullable(),
});

/** By a court's order nothing that is lodged from now on may pass from a title. */
export function freeze(
  { title, order, until }: z.infer<typeof freezeAction>,
  needs: GovernanceNeeds,
): Decision {
  const validate = (context: Context) => {
    needs.title(context, title);
    if (context.read(freezeRecord, title) !== undefined) {
      throw governanceError("GOVERNANCE_NO_CHANGE", { title });
    }
    if (until !== null && until <= context.time) {
      throw governanceError("GOVERNANCE_FREEZE_PAST", { until, time: context.time });
    }
  };
  return {
    rule: "majority",
    sentence: `freeze title ${title} by a court's order`,
    validate,
    apply: (context) => {
      validate(context);
      context.put(freezeRecord, title, { order, from: context.time, until });
    },
  };
}
