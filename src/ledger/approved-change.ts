import { type Cbor, type CborObject, isCborArray, isCborObject } from "../codec/cbor-value.js";
import { isBytes, isUint } from "./records.js";

/** What a follower of the trust file needs of `governance/change/<number of the epoch>`. */
export type ApprovedChange = {
  readonly threshold: number;
  readonly agencies: readonly ChangedAgency[];
  /** Ids of keys that count as stolen from then on. */
  readonly compromised: readonly string[];
};
export type ChangedAgency = {
  readonly name: string;
  /** Ed25519, raw. */
  readonly logKey: Uint8Array;
  readonly cosignerKey: Uint8Array;
};

export const changeKey = (epoch: number): string => `governance/change/${epoch}`;

/** Null where it is of another form, or in force already (docs/reference/formats.md, Proof bundle). */
export function readApprovedChange(value: Cbor | undefined): ApprovedChange | null {
  if (!isCborObject(value)) return null;
  const { threshold, agencies, compromised, inForce } = value;
  if (!isUint(threshold) || inForce !== null) return null;
  if (!isCborArray(agencies) || !isCborArray(compromised)) return null;
  const read = agencies.map(readAgency);
  if (!read.every((agency) => agency !== null) || !compromised.every(isKeyId)) return null;
  return { threshold, agencies: read, compromised };
}

function readAgency(item: Cbor): ChangedAgency | null {
  if (!isCborObject(item)) return null;
  const { name, logKey, cosignerKey }: CborObject = item;
  if (typeof name !== "string" || !/^[a-z0-9-]{1,63}$/.test(name)) return null;
  return isBytes(logKey, 32) && isBytes(cosignerKey, 32) ? { name, logKey, cosignerKey } : null;
}

const isKeyId = (item: Cbor): item is string =>
  typeof item === "string" && /^[0-9a-f]{64}$/.test(item);
