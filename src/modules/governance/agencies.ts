import { toHex } from "../../base/text.js";
import { thumbprint } from "../../crypto/cose-key.js";
import { isUsableKey } from "../../crypto/ed25519.js";
import type { Context, Reader, TransactionContext } from "../../ledger/module.js";
import { governanceError } from "./errors.js";
import type { GovernanceNeeds } from "./needs.js";
import { agency, cosignerKey, epoch, logKey, network, THIS_NETWORK } from "./schema.js";

/** A pair of an agency's keys, both Ed25519 and raw. */
export type AgencyKeys = {
  readonly name: string;
  readonly logKey: Uint8Array;
  readonly cosignerKey: Uint8Array;
};

export const keyIdOf = (key: Uint8Array): string => toHex(thumbprint({ kind: "Ed25519", x: key }));

/** ⌊2n/3⌋ + 1 of n agencies (docs/reference/formats.md, Trust file). */
export const leastThreshold = (agencies: number): number =>
  Number((2n * BigInt(agencies)) / 3n) + 1;

/** At least two thirds of the agencies, at most all. @throws GOVERNANCE_THRESHOLD */
export function checkThreshold(threshold: number, agencies: number): void {
  const least = leastThreshold(agencies);
  if (threshold < least || threshold > agencies) {
    throw governanceError("GOVERNANCE_THRESHOLD", { threshold, least, agencies });
  }
}

/** Binds new keys to an agency from a size on. @throws GOVERNANCE_KEY, GOVERNANCE_KEY_TAKEN */
export function bindKeys(context: Context, { name, ...keys }: AgencyKeys, from: number): void {
  bindKey(context, logKey, { agency: name, key: keys.logKey, from });
  bindKey(context, cosignerKey, { agency: name, key: keys.cosignerKey, from });
}

/** Binds a new key to an agency from a size on: its id. @throws GOVERNANCE_KEY, GOVERNANCE_KEY_TAKEN */
export function bindKey(
  context: Context,
  record: typeof logKey,
  { agency, key, from }: { agency: string; key: Uint8Array; from: number },
): string {
  const id = keyIdOf(key);
  requireUsable(agency, key);
  if (context.read(record, id) !== undefined) {
    throw governanceError("GOVERNANCE_KEY_TAKEN", { agency, keyId: id });
  }
  context.put(record, id, { agency, key, from, to: null, compromised: false });
  return id;
}

/** No trust file could name another, and what is bound stands in every later one. @throws GOVERNANCE_KEY */
export function requireUsable(agency: string, key: Uint8Array): void {
  if (!isUsableKey(key)) throw governanceError("GOVERNANCE_KEY", { agency, keyId: keyIdOf(key) });
}

/** The open epoch and its number. */
export function openEpoch(reader: Reader) {
  const standing = reader.read(network, THIS_NETWORK);
  const number = (standing?.value.epochs ?? 0) - 1;
  const open = reader.read(epoch, String(number));
  if (standing === undefined || open === undefined) {
    throw governanceError("GOVERNANCE_AGENCY_UNKNOWN");
  }
  return { network: standing.value, number, epoch: open.value };
}

/** @throws GOVERNANCE_AGENCY_UNKNOWN */
export function agencyOf(reader: Reader, name: string) {
  const found = reader.read(agency, name);
  if (found === undefined) throw governanceError("GOVERNANCE_AGENCY_UNKNOWN", { agency: name });
  return found.value;
}

/**
 * The agency is of the open epoch, and a governor of its organisation has signed.
 * @throws GOVERNANCE_GOVERNOR
 */
export function requireGovernor(
  context: TransactionContext,
  needs: GovernanceNeeds,
  name: string,
): void {
  const { network: standing } = openEpoch(context);
  const found = standing.agencies.includes(name) ? agencyOf(context, name) : null;
  const signed =
    found !== null && needs.governs(context, context.signatories, found.organisation, context.time);
  if (!signed) throw governanceError("GOVERNANCE_GOVERNOR", { agency: name });
}
