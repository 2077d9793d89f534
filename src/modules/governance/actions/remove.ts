import { z } from "zod";
import { type Decision, memberNamed, setChange } from "../decision.js";
import { agencyName } from "../schema.js";
import { keyIdsOf } from "../set-change.js";

export const removeAction = z.strictObject({
  kind: z.literal("remove"),
  agency: agencyName,
  /** Whether its keys count as stolen. */
  compromised: z.boolean(),
});

/** An agency leaves. The threshold stays, so as many agencies as it asks for must be left. */
export function remove({ agency, compromised }: z.infer<typeof removeAction>): Decision {
  return setChange(`remove ${agency}`, (standing) => {
    const leaving = memberNamed(standing, agency);
    return {
      threshold: standing.epoch.threshold,
      agencies: standing.members.filter((member) => member !== leaving),
      compromised: compromised ? keyIdsOf(leaving) : [],
    };
  });
}
