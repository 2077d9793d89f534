import { z } from "zod";
import { uint } from "../../../ledger/record-type.js";
import { type Decision, setChange } from "../decision.js";
import { governanceError } from "../errors.js";

export const raiseThresholdAction = z.strictObject({
  kind: z.literal("raise-threshold"),
  threshold: uint,
});

/** More agencies must cosign each checkpoint. */
export function raiseThreshold({ threshold }: z.infer<typeof raiseThresholdAction>): Decision {
  return setChange(`have ${threshold} agencies sign`, ({ epoch, members }) => {
    if (threshold === epoch.threshold) throw governanceError("GOVERNANCE_NO_CHANGE");
    return { threshold, agencies: members, compromised: [] };
  });
}
