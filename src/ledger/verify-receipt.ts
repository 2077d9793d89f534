import { equalBytes } from "../base/bytes.js";
import { isCoded } from "../base/errors.js";
import { toHex } from "../base/text.js";
import { leafHash } from "../crypto/hash.js";
import { checkConsistency } from "../crypto/tree.js";
import type { JudgedCheckpoint, TrustFile } from "../crypto/trust.js";
import { checkActivity } from "./activity.js";
import { atPointer, commit } from "./commitment.js";
import { transactionKey } from "./envelope.js";
import { verifyError } from "./errors.js";
import { decodeFact, type Fact, isTombstone } from "./fact.js";
import { decodeInclusion, inclusionRoot } from "./inclusion.js";
import { JudgedCheckpoints } from "./judged-checkpoints.js";
import { type Proof, provenFact } from "./proof-item.js";
import { decodeReceipt, type Opening, type Receipt } from "./receipt.js";
import { isBytes, readSeal, readTick, readTransaction, type Seal } from "./records.js";
import { verifyEnvelope } from "./verify-envelope.js";

export type Check = { readonly name: string; readonly ok: boolean; readonly detail: string };

export type VerifiedReceipt = {
  readonly fact: Fact;
  readonly size: number;
  readonly root: Uint8Array;
  /** At the checkpoint's last seal, never now. */
  readonly current: boolean;
  readonly retracted: boolean;
  /** `size` is that of the log at the seal in force at `time`. */
  readonly asOf: { readonly time: number; readonly size: number } | null;
  /** Time of the checkpoint's last seal, where the receipt shows it. */
  readonly sealTime: number | null;
  /** Key of the fact that wrote this one, where the receipt shows it. */
  readonly authority: string | null;
  readonly openings: readonly Opening[];
  readonly signedBy: readonly string[];
  /** ms since 1970: the cosignature that completed the quorum, as a lower bound of when it was so. */
  readonly cosigned: number;
};

export type Verdict = {
  readonly checks: readonly Check[];
  /** Null unless every check passed. */
  readonly receipt: VerifiedReceipt | null;
  /** The code of the check that failed. */
  readonly code: string | null;
};

/** Checks a receipt against a trust file: offline, and never throws for what the receipt holds. */
export function verifyReceipt(bytes: Uint8Array, trust: TrustFile): Verdict {
  return new ReceiptVerifier(trust).verify(bytes);
}

/** Checks one receipt after the other; signatures of a checkpoint are checked once for all under it. */
export class ReceiptVerifier {
  readonly #terms: Terms;

  constructor(trust: TrustFile) {
    this.#terms = { trust, checkpoints: new JudgedCheckpoints(trust) };
  }

  /** Never throws for what the receipt holds. */
  verify(bytes: Uint8Array): Verdict {
    const checks: Check[] = [];
    let at = "";
    const step: Step = (name, check, detail) => {
      at = name;
      const result = check();
      checks.push({ name, ok: true, detail: detail(result) });
      return result;
    };
    try {
      return { checks, receipt: runChecks(bytes, this.#terms, step), code: null };
    } catch (error) {
      if (!isCoded(error)) throw error;
      checks.push({ name: at, ok: false, detail: `${error.message} (${error.code})` });
      return { checks, receipt: null, code: error.code };
    }
  }
}

type Terms = { readonly trust: TrustFile; readonly checkpoints: JudgedCheckpoints };
type Step = <T>(name: string, check: () => T, detail: (result: T) => string) => T;

function runChecks(bytes: Uint8Array, terms: Terms, step: Step): VerifiedReceipt {
  const { trust, checkpoints } = terms;
  const receipt = step(
    "format",
    () => decodeReceipt(bytes),
    () => `${bytes.length} bytes`,
  );
  const judged = step(
    "signatures",
    () => checkpoints.judge(receipt.checkpoint),
    ({ signedBy, checkpoint }) => `${signedBy.join(", ")} signed size ${checkpoint.size}`,
  );
  const { size, root } = judged.checkpoint;
  step(
    "consistency",
    () => consistency(receipt, judged),
    (text) => text,
  );
  const fact = step(
    "inclusion",
    () => inclusion(receipt, judged, checkpoints),
    ({ index }) => `fact ${index} of ${size}`,
  );
  const subject: Subject = { receipt, fact, size, root, trust };
  const seal = step(
    "current",
    () => current(subject),
    (s) => (s === null ? "not shown" : `the newest of its key at seal ${s.height}`),
  );
  const asOf = step(
    "as of",
    () => asOfSize(subject),
    (m) => (m === null ? "not shown" : `in force at size ${m}`),
  );
  const authority = step(
    "authority",
    () => checkAuthority(subject),
    (key) => key ?? "not shown",
  );
  step(
    "openings",
    () => checkOpenings(subject),
    (paths) => paths.join(", ") || "none",
  );
  return {
    fact,
    size,
    root,
    current: seal !== null,
    retracted: fact.value === undefined,
    asOf: receipt.asOf && asOf !== null ? { time: receipt.asOf.time, size: asOf } : null,
    sealTime: seal?.time ?? null,
    authority,
    openings: receipt.openings ?? [],
    signedBy: judged.signedBy,
    cosigned: quorumTime(judged),
  };
}

/** The quorum-th newest cosignature: by then a quorum stood behind the checkpoint. */
function quorumTime({ cosigned, epoch }: JudgedCheckpoint): number {
  return (cosigned[epoch.threshold - 1] ?? 0) * 1000;
}

type Subject = {
  readonly receipt: Receipt;
  readonly fact: Fact;
  readonly size: number;
  readonly root: Uint8Array;
  readonly trust: TrustFile;
};

/** Asked for where a key of an ended epoch is compromised; checked wherever it is shown. */
function consistency({ consistency: path }: Receipt, judged: JudgedCheckpoint): string {
  const { checkpoint, needsConsistency, consistentWith, epoch } = judged;
  if (path === undefined) {
    if (needsConsistency) throw verifyError("VERIFY_CONSISTENCY");
    return "not needed";
  }
  const closing = consistentWith ?? epoch.closing;
  if (closing === null) throw verifyError("VERIFY_CONSISTENCY_OPEN");
  checkConsistency(checkpoint.size, checkpoint.root, closing.size, closing.root, path);
  return `leads to the epoch's closing size ${closing.size}`;
}

function inclusion(
  receipt: Receipt,
  { checkpoint, logKeys }: JudgedCheckpoint,
  checkpoints: JudgedCheckpoints,
): Fact {
  const proof = decodeInclusion(receipt.inclusion);
  if (proof.size !== checkpoint.size) throw verifyError("VERIFY_SIZE", { size: proof.size });
  const fact = decodeFact(proof.index, receipt.leaf);
  if (isTombstone(fact)) throw verifyError("VERIFY_STRUCK", { index: proof.index });
  const logKey = logKeys.find((key) => equalBytes(key.thumbprint, proof.kid));
  if (logKey === undefined) throw verifyError("VERIFY_KID", { kid: toHex(proof.kid) });
  const root = inclusionRoot(proof, leafHash(receipt.leaf));
  if (!equalBytes(root, checkpoint.root)) throw verifyError("VERIFY_ROOT");
  checkpoints.checkLogSignature(receipt.checkpoint, proof, logKey.vkey.key);
  return fact;
}

function includedSeal(subject: Subject, proof: Proof): { fact: Fact; seal: Seal } {
  const fact = provenFact(subject, proof);
  const seal = fact.kind === "seal" ? readSeal(fact.value) : null;
  if (seal === null) throw verifyError("VERIFY_NOT_A_SEAL", { index: proof.index });
  return { fact, seal };
}

/** An older seal under a newer checkpoint proves nothing: the seal must be the last fact. */
function current(subject: Subject): Seal | null {
  const { receipt, fact, size } = subject;
  if (receipt.current === undefined) return null;
  const { seal: proof, chunk, chunkPath } = receipt.current;
  if (proof.index !== size - 1) throw verifyError("VERIFY_STALE_SEAL", { seal: proof.index, size });
  const { seal } = includedSeal(subject, proof);
  const { index } = fact;
  if (!checkActivity({ index, size, chunk, path: chunkPath }, seal.activityRoot)) {
    throw verifyError("VERIFY_NOT_CURRENT", { index });
  }
  return seal;
}

/** Size of the log at the seal that was in force at the time. */
function asOfSize(subject: Subject): number | null {
  const { receipt, fact, size } = subject;
  if (receipt.asOf === undefined) return null;
  const { time, sealAt, nextSeal, replacedBy } = receipt.asOf;
  const { seal } = includedSeal(subject, sealAt);
  const sizeAt = sealAt.index + 1;
  if (seal.time > time) throw verifyError("VERIFY_AS_OF_TIME", { time, seal: seal.time });
  if (fact.index >= sizeAt) throw verifyError("VERIFY_AS_OF_LATER", { index: fact.index, sizeAt });
  if (nextSeal === null) checkLastSeal(sealAt.index, size, time, seal);
  else checkNextSeal(subject, nextSeal, sealAt.index, time);
  if (replacedBy !== null) checkReplacedBy(subject, replacedBy, sizeAt);
  else if (receipt.current === undefined) throw verifyError("VERIFY_REPLACED_BY");
  return sizeAt;
}

function checkLastSeal(index: number, size: number, time: number, seal: Seal): void {
  if (index !== size - 1) throw verifyError("VERIFY_NEXT_SEAL", { index, size });
  if (time !== seal.time) throw verifyError("VERIFY_AS_OF_TIME", { time, seal: seal.time });
}

function checkNextSeal(subject: Subject, proof: Proof, sealAt: number, time: number): void {
  const { fact, seal } = includedSeal(subject, proof);
  if (fact.supersedes !== sealAt) throw verifyError("VERIFY_NEXT_SEAL", { index: fact.index });
  if (seal.time <= time) throw verifyError("VERIFY_AS_OF_TIME", { time, seal: seal.time });
}

function checkReplacedBy(subject: Subject, proof: Proof, sizeAt: number): void {
  const { fact } = subject;
  const later = provenFact(subject, proof);
  if (later.key !== fact.key || later.supersedes !== fact.index || later.index < sizeAt) {
    throw verifyError("VERIFY_REPLACED_BY", { index: later.index });
  }
}

function checkAuthority(subject: Subject): string | null {
  const { receipt, fact } = subject;
  if (receipt.authority === undefined) return null;
  if (fact.cause === 0 || receipt.authority.index !== fact.index - fact.cause) {
    throw verifyError("VERIFY_AUTHORITY", { index: receipt.authority.index });
  }
  const writer = provenFact(subject, receipt.authority);
  if (fact.cause > writesOf(writer, subject))
    throw verifyError("VERIFY_AUTHORITY", { key: writer.key });
  return writer.key;
}

/** How many facts the writer says that it wrote; genesis does not count them. */
function writesOf({ kind, key, value }: Fact, { trust }: Subject): number {
  if (kind === "genesis") return Number.POSITIVE_INFINITY;
  if (kind === "tick") return readTick(value)?.writes ?? 0;
  const record = kind === "tx" ? readTransaction(value) : null;
  if (record === null) throw verifyError("VERIFY_AUTHORITY", { key });
  const { id } = verifyEnvelope(record.envelope, trust.genesis, "exact");
  if (transactionKey(id) !== key) throw verifyError("VERIFY_AUTHORITY", { key });
  return record.writes;
}

function checkOpenings({ receipt, fact }: Subject): string[] {
  return (receipt.openings ?? []).map(({ salt, path, value }) => {
    const committed = atPointer(fact.value, path);
    if (!isBytes(committed, 32) || !equalBytes(committed, commit(salt, path, value))) {
      throw verifyError("VERIFY_OPENING", { path });
    }
    return path;
  });
}
