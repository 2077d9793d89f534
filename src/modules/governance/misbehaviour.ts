import { toHex } from "../../base/text.js";
import type { Evidence } from "../../ledger/evidence.js";
import type { Context } from "../../ledger/module.js";
import { misbehaviour, validatorKey } from "./schema.js";

export const misbehaviourId = (agency: string, height: number): string => `${agency}/${height}`;

/** Whose validator broke the engine's rules; a key that no agency ever had is passed over. */
export function recordMisbehaviour(context: Context, evidence: readonly Evidence[]): void {
  for (const { address, kind, height, time } of evidence) {
    const agency = context.read(validatorKey, toHex(address))?.value.agency;
    if (agency === undefined) continue;
    const id = misbehaviourId(agency, height);
    if (context.read(misbehaviour, id) !== undefined) continue;
    context.put(misbehaviour, id, { agency, kind, height, time });
  }
}
