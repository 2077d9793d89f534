import { equalBytes } from "../base/bytes.js";
import { isCoded } from "../base/errors.js";
import { type Checkpoint, parseCheckpoint } from "./checkpoint.js";
import { verifyCosignature } from "./cosignature.js";
import { cryptoError } from "./errors.js";
import { isKeyOf, type Note, type NoteSignature, parseNote, verifyNoteLine } from "./note.js";
import type { Closing, Epoch, TrustFile, TrustKey } from "./trust-file.js";
import { countsFor, holds } from "./trust-rules.js";

export {
  type Closing,
  type Epoch,
  parseTrustFile,
  type TrustFile,
  type TrustKey,
} from "./trust-file.js";

/** A checkpoint that a quorum stands behind, and what a receipt under it still has to show. */
export type JudgedCheckpoint = {
  readonly checkpoint: Checkpoint;
  /** Agencies whose cosignatures count, sorted. */
  readonly signedBy: readonly string[];
  /** When each of them cosigned, at the latest: seconds since 1970, newest first. */
  readonly cosigned: readonly number[];
  /** Log keys valid at this size: one of them makes the COSE receipt. */
  readonly logKeys: readonly TrustKey[];
  /** The epoch that holds the size; at a closing size the one that ends there. */
  readonly epoch: Epoch;
  /**
   * A key of an ended epoch is compromised: nothing is shown before the checkpoint is proved
   * consistent with `consistentWith` (member 9 of a receipt, RFC 9162 §2.1.4).
   */
  readonly needsConsistency: boolean;
  readonly consistentWith: Closing | null;
};

/**
 * Judges a signed checkpoint by a trust file. Whether its last leaf is a seal, and the consistency
 * it may need, are for whoever has the leaf and the proof.
 * @throws NOTE_*, COSIGNATURE_*, CHECKPOINT_*
 */
export function judgeCheckpoint(noteText: string, trust: TrustFile): JudgedCheckpoint {
  const note = parseNote(noteText);
  const checkpoint = parseCheckpoint(note.text);
  assertOrigin(checkpoint, trust);
  const epochs = epochsAt(checkpoint.size, trust);
  const lines = verifyKnownLines(note, trust);
  assertLogSignature(lines, checkpoint.size);
  const cosigners = epochs.map((epoch) => assertThreshold(lines, epoch, checkpoint.size));
  assertClosingRoot(checkpoint, epochs);
  const [epoch] = epochs;
  const needsConsistency = epochs.some((judged) => isSuspect(judged, trust));
  return {
    checkpoint,
    ...summary(cosigners),
    logKeys: trust.log.filter((key) => holds(key, checkpoint.size)),
    epoch,
    needsConsistency,
    consistentWith: needsConsistency ? epoch.closing : null,
  };
}

/**
 * Agencies that have cosigned a note, whether or not they are enough, sorted. A line that does not
 * verify names nobody: it must not keep the others from being named.
 * @throws NOTE_*, CHECKPOINT_*
 */
export function cosignersOf(noteText: string, trust: TrustFile): string[] {
  const { text, signatures } = parseNote(noteText);
  const { size } = parseCheckpoint(text);
  const signed = ({ vkey }: TrustKey) =>
    signatures.some((line) => isKeyOf(vkey, line) && isCosignature(vkey, line, text));
  const agencies = trust.agencies.filter((key) => holds(key, size) && signed(key));
  return [...new Set(agencies.map(({ agency }) => agency))].sort();
}

function isCosignature(vkey: TrustKey["vkey"], line: NoteSignature, text: string): boolean {
  try {
    verifyCosignature(vkey, line, text);
    return true;
  } catch (error) {
    if (isCoded(error)) return false;
    throw error;
  }
}

function assertOrigin({ origin }: Checkpoint, trust: TrustFile): void {
  if (origin === trust.origin) return;
  throw cryptoError("CHECKPOINT_ORIGIN", { origin, expected: trust.origin });
}

/** One epoch, or at a closing size the one that ends there and the one that begins. */
function epochsAt(size: number, trust: TrustFile): [Epoch, ...Epoch[]] {
  const [first, ...more] = trust.epochs.filter((epoch) => holds(epoch, size));
  if (first === undefined) throw cryptoError("CHECKPOINT_EPOCH", { size });
  return [first, ...more];
}

/** A line of a known key; `timestamp` in seconds, null in a log's line. */
type VerifiedLine = { readonly entries: readonly TrustKey[]; readonly timestamp: number | null };

/**
 * Every line of a key that the trust file knows, valid at this size or not, must verify: a note
 * that one verifier refuses shall not pass with another. Lines of other keys are passed over.
 */
function verifyKnownLines(note: Note, trust: TrustFile): VerifiedLine[] {
  const keys = [...trust.log, ...trust.agencies];
  return note.signatures.flatMap((line) => {
    const entries = keys.filter(({ vkey }) => isKeyOf(vkey, line));
    // Entries of one line id have one key (TRUST_KEYS).
    return entries.slice(0, 1).map(({ vkey }) => {
      return { entries, timestamp: verifyLine(vkey, line, note.text) };
    });
  });
}

function verifyLine(vkey: TrustKey["vkey"], line: NoteSignature, text: string): number | null {
  if (vkey.kind === "cosignature/v1") return verifyCosignature(vkey, line, text);
  verifyNoteLine(vkey, line, text);
  return null;
}

function assertLogSignature(lines: readonly VerifiedLine[], size: number): void {
  const signed = lines.some(({ entries, timestamp }) => {
    return timestamp === null && entries.some((entry) => holds(entry, size));
  });
  if (!signed) throw cryptoError("CHECKPOINT_LOG_SIGNATURE", { size });
}

/** Agencies and the newest time at which each of them cosigned, in seconds. */
type Cosigners = ReadonlyMap<string, number>;

function assertThreshold(lines: readonly VerifiedLine[], epoch: Epoch, size: number): Cosigners {
  const cosigners = new Map<string, number>();
  for (const { entries, timestamp } of lines) {
    if (timestamp === null) continue;
    for (const entry of entries.filter((key) => holds(key, size) && isTrusted(key, epoch))) {
      cosigners.set(entry.agency, Math.max(timestamp, cosigners.get(entry.agency) ?? 0));
    }
  }
  if (cosigners.size >= epoch.threshold) return cosigners;
  const { from, threshold } = epoch;
  throw cryptoError("CHECKPOINT_THRESHOLD", { size, cosigners: cosigners.size, threshold, from });
}

/** In an ended epoch a compromised key counts, since consistency with the closing makes up for it. */
function isTrusted(key: TrustKey, epoch: Epoch): boolean {
  return countsFor(key, epoch) && !(key.compromised && epoch.to === null);
}

/** At a closing size the trust file itself says what the root is. */
function assertClosingRoot({ size, root }: Checkpoint, epochs: readonly Epoch[]): void {
  for (const { closing } of epochs) {
    if (closing?.size === size && !equalBytes(closing.root, root)) {
      throw cryptoError("CHECKPOINT_CLOSING", { size });
    }
  }
}

/** Whoever signed: who has the key can have made a whole past of its own. */
function isSuspect(epoch: Epoch, trust: TrustFile): boolean {
  return (
    epoch.to !== null && trust.agencies.some((key) => key.compromised && countsFor(key, epoch))
  );
}

function summary(epochs: readonly Cosigners[]): Pick<JudgedCheckpoint, "signedBy" | "cosigned"> {
  const newest = new Map<string, number>();
  for (const [agency, time] of epochs.flatMap((cosigners) => [...cosigners])) {
    newest.set(agency, Math.max(time, newest.get(agency) ?? 0));
  }
  return {
    signedBy: [...newest.keys()].sort(),
    cosigned: [...newest.values()].sort((a, b) => b - a),
  };
}
