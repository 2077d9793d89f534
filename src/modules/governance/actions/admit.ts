import { z } from "zod";
import { bytes32, segment } from "../../../ledger/record-type.js";
import { leastThreshold } from "../agencies.js";
import { type Decision, memberNamed, setChange } from "../decision.js";
import { governanceError } from "../errors.js";
import type { GovernanceNeeds } from "../needs.js";
import { agencyName } from "../schema.js";

export const admitAction = z.strictObject({
  kind: z.literal("admit"),
  agency: agencyName,
  organisation: segment,
  logKey: bytes32,
  cosignerKey: bytes32,
  /** Null in a network with one operator. */
  validatorKey: bytes32.nullable(),
  /** The agency whose place it takes, so that the threshold need not rise; null where it comes besides. */
  replaces: agencyName.nullable(),
});

/** An agency comes in. The threshold rises where two thirds of more agencies ask for it. */
export function admit(
  { kind: _, replaces, agency: name, ...keys }: z.infer<typeof admitAction>,
  needs: GovernanceNeeds,
): Decision {
  const place = replaces === null ? "" : ` in the place of ${replaces}`;
  return setChange(`admit ${name}${place}`, (standing, reader) => {
    needs.organisation(reader, keys.organisation);
    const left = replaces === null ? null : memberNamed(standing, replaces);
    const staying = standing.members.filter((member) => member !== left);
    const taken = staying.some(
      (member) => member.name === name || member.organisation === keys.organisation,
    );
    if (taken || left?.name === name) {
      throw governanceError("GOVERNANCE_AGENCY_TAKEN", { agency: name });
    }
    const agencies = [...staying, { name, ...keys }];
    const threshold = Math.max(standing.epoch.threshold, leastThreshold(agencies.length));
    return { threshold, agencies, compromised: [] };
  });
}
