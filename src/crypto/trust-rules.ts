import { toHex } from "../base/text.js";
import { cryptoError } from "./errors.js";
import type { Epoch, Range, TrustFile, TrustKey } from "./trust-file.js";

/** Both ends are in it. */
export function holds({ from, to }: Range, size: number): boolean {
  return from <= size && (to === null || size <= to);
}

/** A key counts for an epoch only if their ranges share more than one end. */
export function countsFor(key: Range, epoch: Range): boolean {
  const end = Math.min(key.to ?? Number.POSITIVE_INFINITY, epoch.to ?? Number.POSITIVE_INFINITY);
  return Math.max(key.from, epoch.from) < end;
}

/** Name and key id of a signature line, in which no two keys of a trust file may agree. */
export function lineId(line: { readonly name: string; readonly keyId: Uint8Array }): string {
  return `${line.name}+${toHex(line.keyId)}`;
}

/** What the form of a trust file does not say (docs/reference/formats.md, Trust file). */
export function checkRules(trust: TrustFile): void {
  checkKeys(trust);
  for (const key of [...trust.log, ...trust.agencies]) checkRange(key);
  checkEpochs(trust.epochs);
  for (const epoch of trust.epochs) checkThreshold(epoch, trust.agencies);
  checkQuorum(trust);
}

/**
 * One key under two agencies' names would count twice, since a cosignature does not name its
 * cosigner; two keys of one line id could not both be the one that a line must verify under.
 */
function checkKeys({ log, agencies }: TrustFile): void {
  const distinct = (entries: readonly TrustKey[], of: (key: TrustKey) => string) => {
    const owners = new Map<string, string>();
    for (const entry of entries) {
      const owner = `${lineId(entry.vkey)}+${toHex(entry.vkey.key)}`;
      const known = owners.get(of(entry));
      if (known !== undefined && known !== owner) {
        throw cryptoError("TRUST_KEYS", { one: known, other: owner });
      }
      owners.set(of(entry), owner);
    }
  };
  distinct([...log, ...agencies], (entry) => lineId(entry.vkey));
  distinct(agencies, (entry) => toHex(entry.vkey.key));
}

function checkRange({ from, to, agency }: TrustKey): void {
  if (to !== null && to < from) throw cryptoError("TRUST_RANGE", { agency, from, to });
}

function checkEpochs(epochs: readonly Epoch[]): void {
  epochs.forEach((epoch, i) => {
    const { from, to, closing } = epoch;
    const next = epochs[i + 1];
    if (to === null ? next !== undefined : to <= from || next?.from !== to) {
      throw cryptoError("TRUST_EPOCHS", { from, to });
    }
    if ((closing?.size ?? null) !== to) throw cryptoError("TRUST_CLOSING", { from, to });
  });
}

/** At least ⌊2n / 3⌋ + 1 of n agencies. */
function checkThreshold(epoch: Epoch, agencies: readonly TrustKey[]): void {
  const counted = new Set(agencies.filter((key) => countsFor(key, epoch)).map((key) => key.agency));
  const n = counted.size;
  const least = (2 * n - ((2 * n) % 3)) / 3 + 1;
  if (epoch.threshold >= least && epoch.threshold <= n) return;
  const { from, threshold } = epoch;
  throw cryptoError("TRUST_THRESHOLD", { from, threshold, agencies: n, least });
}

function checkQuorum({ quorum, epochs }: TrustFile): void {
  const threshold = epochs.at(-1)?.threshold ?? null;
  if (quorum !== threshold) throw cryptoError("TRUST_QUORUM", { quorum, threshold });
}
