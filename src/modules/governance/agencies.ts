import { toHex } from "../../base/text.js";
import { thumbprint } from "../../crypto/cose-key.js";
import { isUsableKey } from "../../crypto/ed25519.js";
import type { Context, Reader } from "../../ledger/module.js";
import { governanceError } from "./errors.js";
import { agency, cosignerKey, epoch, logKey, network, THIS_NETWORK } from "./schema.js";

/** A pair of an agency's keys, both Ed25519 and raw. */
export type AgencyKeys = {
  readonly name: string;
  readonly logKey: Uint8Array;
  readonly cosignerKey: Uint8Array;
};

export const keyIdOf = (key: Uint8Array): string => toHex(thumbprint({ kind: "Ed25519", x: key }));

/** At least ⌊2n/3⌋ + 1 of n, at most n (docs/reference/formats.md, Trust file). @throws GOVERNANCE_THRESHOLD */
export function checkThreshold(threshold: number, agencies: number): void {
  const least = Number((2n * BigInt(agencies)) / 3n) + 1;
  if (threshold < least || threshold > agencies) {
    throw governanceError("GOVERNANCE_THRESHOLD", { threshold, least, agencies });
  }
}

/** Binds new keys to an agency from a size on. @throws GOVERNANCE_KEY, GOVERNANCE_KEY_TAKEN */
export function bindKeys(context: Context, { name, ...keys }: AgencyKeys, from: number): void {
  for (const [record, key] of [
    [logKey, keys.logKey],
    [cosignerKey, keys.cosignerKey],
  ] as const) {
    const id = keyIdOf(key);
    // No trust file could name it, and what is bound stands in every later one.
    if (!isUsableKey(key)) throw governanceError("GOVERNANCE_KEY", { agency: name, keyId: id });
    if (context.read(record, id) !== undefined) {
      throw governanceError("GOVERNANCE_KEY_TAKEN", { agency: name, keyId: id });
    }
    context.put(record, id, { agency: name, key, from, to: null, compromised: false });
  }
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
