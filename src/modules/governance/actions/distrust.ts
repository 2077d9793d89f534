import { z } from "zod";
import { type Decision, setChange } from "../decision.js";
import { keyId } from "../schema.js";

export const distrustAction = z.strictObject({
  kind: z.literal("distrust"),
  /** Log and cosigner keys that are not in use any more. */
  keys: z.array(keyId).min(1).max(256),
});

/** Keys that were replaced long ago turn out to have been stolen. */
export function distrust({ keys }: z.infer<typeof distrustAction>): Decision {
  return setChange(`count ${keys.length} former keys as stolen`, ({ epoch, members }) => ({
    threshold: epoch.threshold,
    agencies: members,
    compromised: [...new Set(keys)],
  }));
}
