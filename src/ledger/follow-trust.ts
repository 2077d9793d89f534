import { equalBytes } from "../base/bytes.js";
import { errorFamily } from "../base/errors.js";
import { toHex } from "../base/text.js";
import { thumbprint } from "../crypto/cose-key.js";
import { makeVkey, type VkeyKind } from "../crypto/note.js";
import { type Closing, judgeCheckpoint, type TrustFile, type TrustKey } from "../crypto/trust.js";
import { checkRules } from "../crypto/trust-rules.js";
import {
  type ApprovedChange,
  type ChangedAgency,
  changeKey,
  readApprovedChange,
} from "./approved-change.js";
import { verifyError } from "./errors.js";
import { type BundleStep, decodeProofBundle } from "./proof-bundle.js";
import { provenFact } from "./proof-item.js";
import { readSeal } from "./records.js";

export const followError = errorFamily({
  FOLLOW_RENEWAL: "The epoch was closed by a renewal, which no old trust file can follow.",
  FOLLOW_EPOCH: "The checkpoint is not of the trust file's open epoch.",
  FOLLOW_CHANGE: "The fact is not the approved change of the trust file's open epoch.",
  FOLLOW_BLOCK: "The approved change does not stand in the block with which the checkpoint ends.",
  FOLLOW_SET: "The approved change names an agency or a key twice.",
  FOLLOW_KEY: "A key of the approved change was another's, or has ended before.",
  FOLLOW_COMPROMISED:
    "The approved change counts a key as stolen that is unknown, or still in use.",
  FOLLOW_THRESHOLD: "The approved change lowers the threshold.",
});

/**
 * The trust file that follows from an older one by a proof bundle: offline, each change of the set by
 * what the set before has signed. What the bundle does not have cannot be known.
 * @throws BUNDLE_*, FOLLOW_*, CBOR_*, FACT_*, TREE_*, VERIFY_*, NOTE_*, COSIGNATURE_*, CHECKPOINT_*, TRUST_*
 */
export function followTrust(trust: TrustFile, bundle: Uint8Array): TrustFile {
  const steps = decodeProofBundle(bundle);
  let followed = trust;
  // Whatever closed before the trust file's open epoch, it knows already.
  for (let epoch = trust.epochs.length - 1; epoch < steps.length; epoch++) {
    const step = steps[epoch] ?? null;
    if (step === null) throw followError("FOLLOW_RENEWAL", { epoch });
    followed = followChange(followed, step, epoch);
  }
  return followed;
}

/** The closing checkpoint is judged by the old set, and then by both (docs/adr/0017). */
function followChange(trust: TrustFile, step: BundleStep, number: number): TrustFile {
  const { checkpoint, epoch } = judgeCheckpoint(step.checkpoint, trust);
  if (epoch !== trust.epochs.at(-1)) throw followError("FOLLOW_EPOCH", { epoch: number });
  const change = approvedChange(step, checkpoint, number);
  const next = trustAfter(trust, change, checkpoint);
  checkRules(next);
  judgeCheckpoint(step.checkpoint, next);
  return next;
}

/** That it stands in the checkpoint's last block: the next one began with it. */
function approvedChange(step: BundleStep, closing: Closing, number: number): ApprovedChange {
  const last = provenFact(closing, step.seal);
  const seal = last.kind === "seal" ? readSeal(last.value) : null;
  if (seal === null) throw verifyError("VERIFY_NOT_A_SEAL", { index: last.index });
  if (last.index !== closing.size - 1) {
    throw verifyError("VERIFY_STALE_SEAL", { seal: last.index, size: closing.size });
  }
  const { key, value, index } = provenFact(closing, step.change);
  const change = key === changeKey(number) ? readApprovedChange(value) : null;
  if (change === null) throw followError("FOLLOW_CHANGE", { epoch: number, key });
  if (index < closing.size - seal.facts)
    throw followError("FOLLOW_BLOCK", { epoch: number, index });
  return change;
}

function trustAfter(trust: TrustFile, change: ApprovedChange, closing: Closing): TrustFile {
  const { threshold, agencies } = change;
  if (threshold < trust.quorum) throw followError("FOLLOW_THRESHOLD", { threshold });
  checkDistinct(agencies);
  const { size, root } = closing;
  const log = keysAfter(trust.log, size, agencies, ({ name, logKey }) =>
    trustKey(name, trust.origin, "Ed25519", logKey, size),
  );
  const cosigners = keysAfter(trust.agencies, size, agencies, ({ name, cosignerKey }) =>
    trustKey(name, name, "cosignature/v1", cosignerKey, size),
  );
  const mark = stolenMarks(change, [...trust.log, ...trust.agencies]);
  return {
    ...trust,
    quorum: threshold,
    log: log.map(mark),
    agencies: cosigners.map(mark),
    epochs: [
      ...trust.epochs.slice(0, -1),
      ...trust.epochs.slice(-1).map((open) => ({ ...open, to: size, closing: { size, root } })),
      { from: size, to: null, threshold, closing: null },
    ],
  };
}

/** One agency under two names, or one key of two, would count twice. */
function checkDistinct(agencies: readonly ChangedAgency[]): void {
  const seen = new Set<string>();
  for (const { name, logKey, cosignerKey } of agencies) {
    for (const once of [name, toHex(logKey), toHex(cosignerKey)]) {
      if (seen.has(once)) throw followError("FOLLOW_SET", { agency: name });
      seen.add(once);
    }
  }
}

function trustKey(
  agency: string,
  lineName: string,
  kind: VkeyKind,
  key: Uint8Array,
  from: number,
): TrustKey {
  const vkey = makeVkey(lineName, kind, key);
  const print = thumbprint({ kind: "Ed25519", x: key });
  return { agency, vkey, from, to: null, thumbprint: print, compromised: false };
}

/** The keys of one kind: the open ones that the next set lacks end, what it has new begins. */
function keysAfter(
  before: readonly TrustKey[],
  size: number,
  agencies: readonly ChangedAgency[],
  keyOf: (agency: ChangedAgency) => TrustKey,
): TrustKey[] {
  const next = agencies.map(keyOf);
  const fresh = next.filter((key) => {
    const known = before.filter(({ vkey }) => equalBytes(vkey.key, key.vkey.key));
    if (known.length === 0) return true;
    const stays = known.some(({ agency, to }) => agency === key.agency && to === null);
    if (!stays) throw followError("FOLLOW_KEY", { agency: key.agency });
    return false;
  });
  const stays = ({ vkey }: TrustKey) => next.some((key) => equalBytes(key.vkey.key, vkey.key));
  const ended = before.map((key) => (key.to !== null || stays(key) ? key : { ...key, to: size }));
  return [...ended, ...fresh];
}

/** Marks what was stolen, wherever it stands. */
function stolenMarks(
  { compromised, agencies }: ApprovedChange,
  known: readonly TrustKey[],
): (key: TrustKey) => TrustKey {
  const inUse = agencies.flatMap(({ logKey, cosignerKey }) => [logKey, cosignerKey]);
  const stolen = new Set(compromised);
  for (const keyId of stolen) {
    const key = known.find((one) => toHex(one.thumbprint) === keyId);
    if (key === undefined || inUse.some((one) => equalBytes(one, key.vkey.key))) {
      throw followError("FOLLOW_COMPROMISED", { keyId });
    }
  }
  return (key) => (stolen.has(toHex(key.thumbprint)) ? { ...key, compromised: true } : key);
}
