import { type Cbor, isCborArray } from "../codec/cbor-value.js";
import { isBytes, isUint } from "./records.js";

/** What CometBFT proves of a validator (ABCI 2.0, MisbehaviorType). */
export const evidenceKinds = ["duplicate-vote", "light-client-attack"] as const;
export type EvidenceKind = (typeof evidenceKinds)[number];

/** That a validator broke the engine's rules, as the engine found it. */
export type Evidence = {
  /** First 20 bytes of SHA-256 of the validator's raw key. */
  readonly address: Uint8Array;
  readonly kind: EvidenceKind;
  /** The engine's, at which it happened. */
  readonly height: number;
  /** ms since 1970. */
  readonly time: number;
};

/** Items that a tick takes, so that its leaf stays far below what one may have: of more, the first. */
export const MOST_EVIDENCE = 512;
const ADDRESS_BYTES = 20;

/** What a tick or an engine brings: null, or a list of items; null where it is of another form. */
export function readEvidence(value: Cbor): readonly Evidence[] | null {
  if (value === null) return [];
  if (!isCborArray(value)) return null;
  const items = value.map(readItem);
  return items.every((item) => item !== null) ? items : null;
}

function readItem(item: Cbor): Evidence | null {
  if (!isCborArray(item) || item.length !== 4) return null;
  const [address, kind, height, time] = item;
  const known = evidenceKinds.find((one) => one === kind);
  if (!isBytes(address, ADDRESS_BYTES) || known === undefined) return null;
  return isUint(height) && isUint(time) ? { address, kind: known, height, time } : null;
}

/** Whether a tick may hold it: no list is empty, and none is longer than one that was cut. */
export function isTickEvidence(value: Cbor): boolean {
  const items = readEvidence(value);
  if (items === null || items.length > MOST_EVIDENCE) return false;
  return value === null || items.length > 0;
}

/** As it stands in a tick. */
export function evidenceValue(evidence: readonly Evidence[]): Cbor {
  if (evidence.length === 0) return null;
  return evidence.map(({ address, kind, height, time }) => [address, kind, height, time]);
}
