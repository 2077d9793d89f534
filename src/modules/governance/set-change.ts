import { equalBytes } from "../../base/bytes.js";
import { toHex } from "../../base/text.js";
import type { Context, Reader } from "../../ledger/module.js";
import { checkThreshold, keyIdOf, openEpoch, requireUsable } from "./agencies.js";
import { governanceError } from "./errors.js";
import { checkLineIds, type FreshKey } from "./line-ids.js";
import { change, cosignerKey, logKey, type Member, validatorKey } from "./schema.js";
import { type StandingSet, standingSet } from "./standing-set.js";
import { addressOf } from "./validators.js";

/** What a change of the agencies comes to: the whole set that follows. */
export type NextSet = {
  readonly threshold: number;
  readonly agencies: readonly Member[];
  /** Ids of keys that count as stolen from then on. */
  readonly compromised: readonly string[];
};

/** The ids of the log and cosigner key. */
export const keyIdsOf = ({ logKey, cosignerKey }: Member): string[] => [
  keyIdOf(logKey),
  keyIdOf(cosignerKey),
];

/** @throws GOVERNANCE_* where it cannot follow on the standing set */
export function checkNextSet(context: Context, standing: StandingSet, next: NextSet): void {
  const { threshold, agencies } = next;
  if (threshold < standing.epoch.threshold) {
    throw governanceError("GOVERNANCE_THRESHOLD_LOWER", {
      threshold,
      standing: standing.epoch.threshold,
    });
  }
  checkThreshold(threshold, agencies.length);
  const validates = ({ validatorKey: key }: Member) => key !== null;
  if (standing.members.some(validates) && !agencies.some(validates)) {
    throw governanceError("GOVERNANCE_VALIDATORS");
  }
  const fresh = freshKeys(standing.members, agencies);
  checkFresh(context, fresh);
  checkLineIds(context, fresh);
  checkCompromised(context, agencies, next.compromised);
}

/** What an agency is to have that it has not. */
function freshKeys(members: readonly Member[], agencies: readonly Member[]): FreshKey[] {
  return agencies.flatMap((next) => {
    const before = members.find(({ name }) => name === next.name);
    return (["logKey", "cosignerKey", "validatorKey"] as const).flatMap((kind) => {
      const key = next[kind];
      const known = before?.[kind] ?? null;
      if (key === null || (known !== null && equalBytes(key, known))) return [];
      return [{ agency: next.name, kind, key }];
    });
  });
}

/** None of them was ever bound to anybody for anything. @throws GOVERNANCE_KEY, GOVERNANCE_KEY_TAKEN */
function checkFresh(reader: Reader, fresh: readonly FreshKey[]): void {
  const seen = new Set<string>();
  for (const { agency, key } of fresh) {
    requireUsable(agency, key);
    if (isBound(reader, key) || seen.has(toHex(key))) {
      throw governanceError("GOVERNANCE_KEY_TAKEN", { agency, keyId: keyIdOf(key) });
    }
    seen.add(toHex(key));
  }
}

function isBound(reader: Reader, key: Uint8Array): boolean {
  const id = keyIdOf(key);
  return (
    reader.read(logKey, id) !== undefined ||
    reader.read(cosignerKey, id) !== undefined ||
    reader.read(validatorKey, addressOf(key)) !== undefined
  );
}

function checkCompromised(
  reader: Reader,
  agencies: readonly Member[],
  compromised: readonly string[],
): void {
  const open = new Set(agencies.flatMap(keyIdsOf));
  for (const keyId of compromised) {
    const known =
      reader.read(logKey, keyId) !== undefined || reader.read(cosignerKey, keyId) !== undefined;
    if (!known || open.has(keyId)) throw governanceError("GOVERNANCE_KEY_OPEN", { keyId });
  }
}

/** The change that the next block brings in force; null where none waits. */
export function waitingChange(reader: Reader) {
  const { number } = openEpoch(reader);
  const approved = reader.read(change, String(number))?.value;
  return approved ?? null;
}

/** @throws GOVERNANCE_CHANGE_WAITING */
export function checkNoneWaits(reader: Reader): void {
  if (waitingChange(reader) !== null) throw governanceError("GOVERNANCE_CHANGE_WAITING");
}

/** Puts the whole next set on record, for the next block to bring in force. @throws GOVERNANCE_* */
export function approve(context: Context, next: NextSet, proposal: string): void {
  const standing = standingSet(context);
  checkNoneWaits(context);
  checkNextSet(context, standing, next);
  const { threshold, agencies, compromised } = next;
  context.put(change, String(standing.number), {
    proposal,
    threshold,
    agencies: [...agencies],
    compromised: [...compromised].sort(),
    inForce: null,
  });
}
