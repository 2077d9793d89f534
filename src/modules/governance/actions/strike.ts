import { z } from "zod";
import type { Context } from "../../../ledger/module.js";
import { bytes32, uint } from "../../../ledger/record-type.js";
import type { Decision } from "../decision.js";
import { governanceError } from "../errors.js";
import { strike as strikeRecord } from "../strike.js";

export const strikeAction = z.strictObject({
  kind: z.literal("strike"),
  /** Of a transaction's fact. */
  index: uint,
  leafHash: bytes32,
});

/**
 * The bytes of a transaction are to be gone from every copy. Nothing is looked up of it: a log without
 * those bytes must execute to the same (docs/adr/0019).
 */
export function strike({ index, leafHash }: z.infer<typeof strikeAction>): Decision {
  const validate = (context: Context) => {
    if (index === 0 || index >= context.size) throw governanceError("GOVERNANCE_STRIKE", { index });
    if (context.read(strikeRecord, String(index)) !== undefined) {
      throw governanceError("GOVERNANCE_NO_CHANGE");
    }
  };
  return {
    rule: "two-thirds",
    sentence: `strike entry ${index}`,
    validate,
    apply: (context) => {
      validate(context);
      context.put(strikeRecord, String(index), [index, leafHash]);
    },
  };
}
