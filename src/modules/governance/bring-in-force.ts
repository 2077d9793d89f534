import { equalBytes } from "../../base/bytes.js";
import type { Context } from "../../ledger/module.js";
import { bindKey } from "./agencies.js";
import { governanceError } from "./errors.js";
import {
  agency,
  change,
  cosignerKey,
  epoch,
  logKey,
  type Member,
  network,
  THIS_NETWORK,
  validator,
} from "./schema.js";
import { keyIdsOf } from "./set-change.js";
import { type StandingSet, standingSet } from "./standing-set.js";
import { bindValidator } from "./validators.js";

/**
 * Closes the open epoch where the block before has ended, which holds the approved change, and begins
 * the next with the set that it lists (docs/adr/0017).
 */
export function bringInForce(context: Context, number: string): void {
  const approved = context.read(change, number)?.value;
  if (approved === undefined) throw governanceError("GOVERNANCE_NO_CHANGE", { number });
  const standing = standingSet(context);
  const closing = context.size;
  endKeys(context, standing.members, approved, closing);
  for (const next of approved.agencies) {
    takeKeys(context, next, standing.members.find(({ name }) => name === next.name) ?? null);
  }
  for (const { name } of gone(standing.members, approved.agencies)) {
    if (context.read(validator, name) !== undefined) context.retract(validator, name);
  }
  beginEpoch(context, standing, approved);
  context.put(change, number, { ...approved, inForce: closing });
}

type Approved = ReturnType<typeof change.parse>;

const gone = (members: readonly Member[], next: readonly Member[]): Member[] =>
  members.filter(({ name }) => next.every((other) => other.name !== name));

/** Ends the keys that the next set lacks, and marks what was stolen, now or long ago. */
function endKeys(
  context: Context,
  members: readonly Member[],
  { agencies, compromised }: Approved,
  closing: number,
): void {
  const kept = new Set(agencies.flatMap(keyIdsOf));
  const ended = members.flatMap(keyIdsOf).filter((keyId) => !kept.has(keyId));
  for (const keyId of new Set([...ended, ...compromised])) {
    for (const record of [logKey, cosignerKey]) {
      const key = context.read(record, keyId)?.value;
      if (key === undefined) continue;
      context.put(record, keyId, {
        ...key,
        to: key.to ?? closing,
        compromised: key.compromised || compromised.includes(keyId),
      });
    }
  }
}

/** Binds what the agency has new. */
function takeKeys(context: Context, next: Member, before: Member | null): void {
  const { name, organisation } = next;
  const standing = context.read(agency, name)?.value ?? { logKeys: [], cosignerKeys: [] };
  const bind = (record: typeof logKey, key: Uint8Array, known: Uint8Array | undefined) => {
    if (known !== undefined && equalBytes(key, known)) return [];
    return [bindKey(context, record, { agency: name, key, from: context.size })];
  };
  const logKeys = bind(logKey, next.logKey, before?.logKey);
  const cosignerKeys = bind(cosignerKey, next.cosignerKey, before?.cosignerKey);
  if (logKeys.length > 0 || cosignerKeys.length > 0) {
    context.put(agency, name, {
      organisation,
      logKeys: [...standing.logKeys, ...logKeys],
      cosignerKeys: [...standing.cosignerKeys, ...cosignerKeys],
    });
  }
  const known = before?.validatorKey ?? null;
  if (next.validatorKey === null) return;
  if (known === null || !equalBytes(next.validatorKey, known)) {
    bindValidator(context, name, next.validatorKey);
  }
}

function beginEpoch(context: Context, standing: StandingSet, approved: Approved): void {
  const { number, network: before, members } = standing;
  const closing = context.size;
  const names = approved.agencies.map(({ name }) => name);
  const left = gone(members, approved.agencies).map(({ name }) => name);
  const former = [...(before.former ?? []), ...left].filter((name) => !names.includes(name));
  const { threshold } = approved;
  context.put(epoch, String(number), { ...standing.epoch, to: closing });
  context.put(epoch, String(number + 1), { from: closing, to: null, threshold, lost: null });
  context.put(network, THIS_NETWORK, {
    agencies: names,
    ...(former.length > 0 && { former }),
    epochs: before.epochs + 1,
  });
}
