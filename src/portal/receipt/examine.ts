import { equalBytes } from "../../base/bytes.js";
import { isCoded } from "../../base/errors.js";
import { toHex } from "../../base/text.js";
import { leafHash } from "../../crypto/hash.js";
import { rootFromInclusion } from "../../crypto/tree.js";
import { type JudgedCheckpoint, judgeCheckpoint, type TrustFile } from "../../crypto/trust.js";
import { decodeFact, isTombstone } from "../../ledger/fact.js";
import { decodeInclusion, type Inclusion } from "../../ledger/inclusion.js";
import { decodeReceipt, type Receipt } from "../../ledger/receipt.js";
import { readSeal, type Seal } from "../../ledger/records.js";
import { type Verdict, verifyReceipt } from "../../ledger/verify-receipt.js";
import type { Fingerprints } from "../edges.js";

/** What a receipt turned out to be, and what of it can be shown. */
export type Examined = Verdict & {
  /** Of the file. */
  readonly name: string;
  readonly sizeBytes: number;
  readonly trust: TrustFile;
  /** Null where the file is no receipt. */
  readonly parts: Receipt | null;
  /** Null where too few have signed. */
  readonly judged: JudgedCheckpoint | null;
  readonly inclusion: Inclusion | null;
  /** The seal at which it was the newest of its key. */
  readonly seal: Seal | null;
  readonly fingerprints: Fingerprints | null;
};

/** Checks a receipt and takes out of it what a page says about it. Never throws for what it holds. */
export function examine(name: string, bytes: Uint8Array, trust: TrustFile): Examined {
  const verdict = verifyReceipt(bytes, trust);
  const passed = new Set(verdict.checks.filter(({ ok }) => ok).map((check) => check.name));
  const parts = passed.has("format") ? decodeReceipt(bytes) : null;
  const judged =
    parts !== null && passed.has("signatures") ? judgeCheckpoint(parts.checkpoint, trust) : null;
  const inclusion =
    parts !== null && passed.has("inclusion") ? decodeInclusion(parts.inclusion) : null;
  return {
    ...verdict,
    name,
    sizeBytes: bytes.length,
    trust,
    parts,
    judged,
    inclusion,
    seal: parts !== null && passed.has("current") ? sealOf(parts) : null,
    fingerprints: parts === null || judged === null ? null : fingerprintsOf(parts, judged, verdict),
  };
}

function sealOf({ current }: Receipt): Seal | null {
  if (current === undefined) return null;
  const fact = decodeFact(current.seal.index, current.seal.leaf);
  return isTombstone(fact) ? null : readSeal(fact.value);
}

/** Null where a check failed that no fingerprint shows. */
function fingerprintsOf(
  { leaf, inclusion }: Receipt,
  { checkpoint }: JudgedCheckpoint,
  { receipt }: Verdict,
): Fingerprints | null {
  const yours = leafHash(leaf);
  if (receipt !== null) return { ledgerHex: toHex(yours), yoursHex: toHex(yours) };
  const root = rootOf(yours, inclusion);
  if (root === null || equalBytes(root, checkpoint.root)) return null;
  return { ledgerHex: toHex(checkpoint.root), yoursHex: toHex(root) };
}

function rootOf(hash: Uint8Array, bytes: Uint8Array): Uint8Array | null {
  try {
    const { index, size, path } = decodeInclusion(bytes);
    return rootFromInclusion(hash, index, size, path);
  } catch (error) {
    if (!isCoded(error)) throw error;
    return null;
  }
}
