import { z } from "zod";
import { bytes32 } from "../../../ledger/record-type.js";
import { type Decision, memberNamed, setChange } from "../decision.js";
import { governanceError } from "../errors.js";
import { agencyName, type Member } from "../schema.js";
import { keyIdsOf } from "../set-change.js";

export const rotateAction = z.strictObject({
  kind: z.literal("rotate"),
  agency: agencyName,
  /** Null: the agency keeps the one that it has. */
  logKey: bytes32.nullable(),
  cosignerKey: bytes32.nullable(),
  validatorKey: bytes32.nullable(),
  /** Whether what is replaced counts as stolen. */
  compromised: z.boolean(),
});

/** An agency takes other keys. */
export function rotate(action: z.infer<typeof rotateAction>): Decision {
  const { agency } = action;
  return setChange(`give ${agency} other keys`, (standing) => {
    const before = memberNamed(standing, agency);
    const next: Member = {
      ...before,
      logKey: action.logKey ?? before.logKey,
      cosignerKey: action.cosignerKey ?? before.cosignerKey,
      validatorKey: action.validatorKey ?? before.validatorKey,
    };
    const kept = keyIdsOf(next);
    const replaced = keyIdsOf(before).filter((keyId) => !kept.includes(keyId));
    const { validatorKey } = action;
    if (replaced.length === 0 && validatorKey === null) {
      throw governanceError("GOVERNANCE_NO_CHANGE");
    }
    return {
      threshold: standing.epoch.threshold,
      agencies: standing.members.map((member) => (member === before ? next : member)),
      compromised: action.compromised ? replaced : [],
    };
  });
}
