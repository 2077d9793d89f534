import { errorFamily } from "../base/errors.js";
import type { NodeAt } from "../crypto/prove-tree.js";
import { consistencyPath, inclusionPath } from "../crypto/prove-tree.js";
import { decodeFact, type Fact, isTombstone } from "./fact.js";
import type { BundleStep } from "./proof-bundle.js";
import type { Proof } from "./proof-item.js";
import type { AsOf, Current } from "./receipt.js";
import { readSeal, type Seal } from "./records.js";

export const proveError = errorFamily({
  PROVE_UNKNOWN: "The ledger has no such fact.",
  PROVE_NOT_CURRENT: "The fact is no longer the newest of its key.",
  PROVE_FAR: "The key has too many later versions to look that far back.",
  PROVE_NOT_YET: "The key had no fact at that time.",
  PROVE_TIME: "The time lies after the last seal: nothing is known of it yet.",
  PROVE_UNSIGNED:
    "An epoch's closing checkpoint lacks signatures of the old agencies or the new ones.",
  PROVE_STRUCK: "The entry was struck: that something stood here can be shown, not what.",
});

/** A sealed log as it is published: what proofs are made from. */
export interface ProofSource {
  /** Facts; the last one is a seal. */
  readonly size: number;
  readonly height: number;
  /** Hash of the complete subtree of 2^level leaves at that place. */
  readonly node: NodeAt;
  leaf(index: number): Uint8Array;
  /** Index of a block's seal. */
  sealIndex(height: number): number;
  /** The activity chunk that holds the bit, and its path, at the last seal. */
  activity(index: number): { chunk: Uint8Array; path: Uint8Array[]; bit: boolean };
}

/** @throws PROVE_UNKNOWN, PROVE_STRUCK */
export function factAt(log: ProofSource, index: number): Fact {
  if (index >= log.size) throw proveError("PROVE_UNKNOWN", { index, size: log.size });
  const fact = decodeFact(index, log.leaf(index));
  if (isTombstone(fact)) throw proveError("PROVE_STRUCK", { index, decision: fact.decision });
  return fact;
}

export function proveInclusion(log: ProofSource, index: number): Proof {
  if (index >= log.size) throw proveError("PROVE_UNKNOWN", { index, size: log.size });
  return { index, leaf: log.leaf(index), path: inclusionPath(index, log.size, log.node) };
}

export function proveConsistency(log: ProofSource, size: number): Uint8Array[] {
  return consistencyPath(size, log.size, log.node);
}

/** That the fact was the newest of its key at the last seal. @throws PROVE_NOT_CURRENT */
export function proveCurrent(log: ProofSource, index: number): Current {
  const { chunk, path, bit } = log.activity(index);
  if (!bit) throw proveError("PROVE_NOT_CURRENT", { index, size: log.size });
  return { seal: proveInclusion(log, log.size - 1), chunk, chunkPath: path };
}

/** A fact of a key, and the index of the one that replaced it; null where it is the newest. */
export type Version = { readonly fact: Fact; readonly replacedBy: number | null };

/** How many facts the log had at a time. @throws PROVE_TIME, PROVE_NOT_YET */
export function sizeAt(log: ProofSource, time: number): number {
  return log.sealIndex(heightAt(log, time)) + 1;
}

/**
 * What shows that a version was in force at a time: it stands below `sizeAt` that time, and what
 * replaced it does not. `proveCurrent` must stand beside it where nothing has replaced it since.
 * @throws PROVE_TIME, PROVE_NOT_YET
 */
export function proveAsOf(log: ProofSource, time: number, replacedBy: Version["replacedBy"]): AsOf {
  const height = heightAt(log, time);
  const next = height < log.height ? log.sealIndex(height + 1) : null;
  return {
    time,
    sealAt: proveInclusion(log, log.sealIndex(height)),
    nextSeal: next === null ? null : proveInclusion(log, next),
    replacedBy: replacedBy === null ? null : proveInclusion(log, replacedBy),
  };
}

/** Who authorised a fact: the transaction, tick or genesis that wrote it; null for those themselves. */
export function proveAuthority(log: ProofSource, fact: Fact): Proof | null {
  return fact.cause === 0 ? null : proveInclusion(log, fact.index - fact.cause);
}

/** The block in force at a time: the last whose seal's time is not later. @throws PROVE_TIME, PROVE_NOT_YET */
function heightAt(log: ProofSource, time: number): number {
  if (time > sealAtHeight(log, log.height).time) throw proveError("PROVE_TIME", { time });
  let low = 0;
  let high = log.height;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (sealAtHeight(log, middle).time <= time) low = middle;
    else high = middle - 1;
  }
  if (sealAtHeight(log, low).time > time) throw proveError("PROVE_NOT_YET", { time });
  return low;
}

export function sealAtHeight(log: ProofSource, height: number): Seal {
  const index = log.sealIndex(height);
  const seal = readSeal(factAt(log, index).value);
  if (seal === null) throw proveError("PROVE_UNKNOWN", { index, height });
  return seal;
}

/**
 * How an epoch closed, for a proof bundle: every path is in the log of that time.
 * @param change index of the approved change
 * @param size at which the epoch closed
 */
export function proveStep(
  log: Pick<ProofSource, "node" | "leaf">,
  checkpoint: string,
  change: number,
  size: number,
): BundleStep {
  const proof = (index: number): Proof => ({
    index,
    leaf: log.leaf(index),
    path: inclusionPath(index, size, log.node),
  });
  return { checkpoint, change: proof(change), seal: proof(size - 1) };
}
