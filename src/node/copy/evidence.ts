import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { equalBytes } from "../../base/bytes.js";
import { toHex } from "../../base/text.js";
import type { Checkpoint } from "../../crypto/checkpoint.js";
import { inclusionPath, type NodeAt } from "../../crypto/prove-tree.js";
import { onDisk, syncDirectory } from "../../storage/disk.js";
import type { DataDirectory } from "../data-directory.js";
import type { RemoteTree } from "./remote-tree.js";

/** This copy's tree, and the size of its newest signed checkpoint. */
export type OwnTree = { readonly size: number; readonly signed: number; readonly node: NodeAt };

/** A leaf of one of two logs, which lies under a root that was signed. */
type Branch = { readonly size: number; readonly leafHash: string; readonly path: string[] };

export type Fork = {
  /** Index of the first leaf that differs; null where only the roots are known. */
  readonly index: number | null;
  readonly served: Branch | null;
  readonly mine: Branch | null;
};

/**
 * The first leaf in which the served log differs from this copy, with both inclusion paths: who has
 * the two signed checkpoints can check by them alone that no log holds both.
 */
export async function findFork(own: OwnTree, served: RemoteTree): Promise<Fork> {
  const index = await firstDifference(own, served);
  if (index === null) return { index, served: null, mine: null };
  const path = (size: number) => (node: NodeAt) => ({
    size,
    leafHash: toHex(node(0, index)),
    path: inclusionPath(index, size, node).map(toHex),
  });
  return {
    index,
    served: await served.over(path(served.size)),
    mine: path(index < own.signed ? own.signed : own.size)(own.node),
  };
}

async function firstDifference(own: OwnTree, served: RemoteTree): Promise<number | null> {
  const size = Math.min(own.size, served.size);
  const differs = async (level: number, index: number) =>
    !equalBytes(own.node(level, index), await served.node(level, index));
  let from = 0;
  for (const level of subtreesOf(size)) {
    let at = from / 2 ** level;
    from += 2 ** level;
    if (!(await differs(level, at))) continue;
    for (let below = level - 1; below >= 0; below--) {
      at = (await differs(below, 2 * at)) ? 2 * at : 2 * at + 1;
    }
    return at;
  }
  return null;
}

/** Levels of the complete subtrees that a tree of this size is made of, from the left. */
function subtreesOf(size: number): number[] {
  const levels: number[] = [];
  for (let level = 52, rest = size; level >= 0; level--) {
    if (rest < 2 ** level) continue;
    levels.push(level);
    rest -= 2 ** level;
  }
  return levels;
}

/** What two signers, or one signer twice, have signed. */
export type Evidence = {
  readonly served: { readonly note: string; readonly checkpoint: Checkpoint };
  /** This copy's signed checkpoint of that very size, or its newest. */
  readonly mine: string | null;
  readonly fork: Fork;
  /** Agencies that cosigned both, as far as it is known. */
  readonly signedBoth: readonly string[];
};

/** Keeps both checkpoints in a directory of their own, the same fork once; answers its path. @throws DISK_* */
export function keepEvidence(data: DataDirectory, evidence: Evidence): string {
  const { served, mine, fork, signedBoth } = evidence;
  const { size, root } = served.checkpoint;
  const dir = join(data.evidence, `fork-${size}-${toHex(root).slice(0, 8)}`);
  if (existsSync(join(dir, "fork.json"))) return dir;
  onDisk(dir, () => {
    mkdirSync(dir, { recursive: true });
    writeFileSync(join(dir, "served.checkpoint"), served.note, { flush: true });
    if (mine !== null) writeFileSync(join(dir, "mine.checkpoint"), mine, { flush: true });
    const found = JSON.stringify({ ...fork, signedBoth }, null, 2);
    writeFileSync(join(dir, "fork.json"), `${found}\n`, { flush: true });
  });
  for (const path of [dir, data.evidence, data.root]) syncDirectory(path);
  return dir;
}
