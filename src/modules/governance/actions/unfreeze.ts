import { z } from "zod";
import type { Context } from "../../../ledger/module.js";
import { bytes32, segment } from "../../../ledger/record-type.js";
import type { Decision } from "../decision.js";
import { governanceError } from "../errors.js";
import { freeze } from "../freezes.js";

export const unfreezeAction = z.strictObject({
  kind: z.literal("unfreeze"),
  title: segment,
  /** A commitment to the order that lifts it. */
  order: bytes32,
});

/** The court that froze a title, or a higher one, lifts it. */
export function unfreeze({ title }: z.infer<typeof unfreezeAction>): Decision {
  const validate = (context: Context) => {
    if (context.read(freeze, title) === undefined) {
      throw governanceError("GOVERNANCE_NO_CHANGE", { title });
    }
  };
  return {
    rule: "majority",
    sentence: `lift the freeze of title ${title}`,
    validate,
    apply: (context) => {
      validate(context);
      context.retract(freeze, title);
    },
  };
}
