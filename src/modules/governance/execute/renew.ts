import { z } from "zod";
import type { Context, Reader, TransactionType } from "../../../ledger/module.js";
import { transactionType } from "../../../ledger/module.js";
import { bytes32, uint } from "../../../ledger/record-type.js";
import type { Signatory } from "../../../ledger/transaction.js";
import { agencyOf, bindKeys, keyIdOf, openEpoch } from "../agencies.js";
import { governanceError } from "../errors.js";
import type { GovernanceNeeds } from "../needs.js";
import {
  agency,
  agencyName,
  cosignerKey,
  epoch,
  logKey,
  network,
  THIS_NETWORK,
} from "../schema.js";
import { checkNoneWaits } from "../set-change.js";

export const renewBody = z.strictObject({
  /** Size at which the open epoch closes: what the log has. */
  closing: uint,
  /** The largest size that was signed and is lost. */
  lostTo: uint,
  keys: z
    .array(z.strictObject({ name: agencyName, logKey: bytes32, cosignerKey: bytes32 }))
    .min(1)
    .max(256),
});
export type RenewBody = z.infer<typeof renewBody>;

/**
 * After an accepted loss the old keys may never sign again, since they have signed other roots for
 * the sizes to come: every agency takes new ones, in a new epoch that names what was lost.
 */
export function renew(needs: GovernanceNeeds): TransactionType {
  return transactionType({
    body: renewBody,
    sentence: ({ closing, lostTo }) =>
      `All agencies took new keys after fact ${closing}; what stood up to fact ${lostTo} is lost`,
    execute: (context, body) => {
      const open = openEpoch(context);
      const names = [...body.keys.map(({ name }) => name)].sort();
      if (names.join() !== [...open.network.agencies].sort().join()) {
        throw governanceError("GOVERNANCE_AGENCIES");
      }
      if (body.closing !== context.size || body.closing <= open.epoch.from) {
        throw governanceError("GOVERNANCE_CLOSING", { closing: body.closing, size: context.size });
      }
      if (body.lostTo <= body.closing) {
        throw governanceError("GOVERNANCE_LOST", { closing: body.closing, lostTo: body.lostTo });
      }
      checkNoneWaits(context);
      checkGovernors(context, needs, open.network.agencies, open.epoch.threshold);
      beginEpoch(context, body, open);
    },
  });
}

function checkGovernors(
  context: Context & { signatories: readonly Signatory[] },
  needs: GovernanceNeeds,
  agencies: readonly string[],
  threshold: number,
): void {
  const signed = agencies.filter((name) => {
    const { organisation } = agencyOf(context, name);
    return needs.governs(context, context.signatories, organisation, context.time);
  });
  if (signed.length < threshold) {
    throw governanceError("GOVERNANCE_QUORUM", { signed: signed.length, threshold });
  }
}

function beginEpoch(context: Context, body: RenewBody, open: ReturnType<typeof openEpoch>): void {
  const { closing, lostTo } = body;
  for (const keys of body.keys) {
    const standing = agencyOf(context, keys.name);
    endKeys(context, standing, closing);
    bindKeys(context, keys, closing);
    context.put(agency, keys.name, {
      organisation: standing.organisation,
      logKeys: [...standing.logKeys, keyIdOf(keys.logKey)],
      cosignerKeys: [...standing.cosignerKeys, keyIdOf(keys.cosignerKey)],
    });
  }
  const { threshold } = open.epoch;
  context.put(epoch, String(open.number), { ...open.epoch, to: closing });
  const lost = { from: closing, to: lostTo };
  context.put(epoch, String(open.number + 1), { from: closing, to: null, threshold, lost });
  context.put(network, THIS_NETWORK, { ...open.network, epochs: open.network.epochs + 1 });
}

function endKeys(
  context: Context & Reader,
  { logKeys, cosignerKeys }: { logKeys: readonly string[]; cosignerKeys: readonly string[] },
  closing: number,
): void {
  for (const [record, ids] of [
    [logKey, logKeys],
    [cosignerKey, cosignerKeys],
  ] as const) {
    for (const id of ids) {
      const key = context.read(record, id);
      if (key?.value.to === null) context.put(record, id, { ...key.value, to: closing });
    }
  }
}
