import { equalBytes } from "../../base/bytes.js";
import { isCoded } from "../../base/errors.js";
import { type Checkpoint, originOf } from "../../crypto/checkpoint.js";
import type { Frontier } from "../../crypto/frontier.js";
import { checkConsistency } from "../../crypto/tree.js";
import { judgeCheckpoint, parseTrustFile } from "../../crypto/trust.js";
import type { LedgerApplication } from "../../engines/application.js";
import { appHash, sizeIn } from "../../engines/cometbft/app-hash.js";
import type { Snapshot } from "../../engines/port.js";
import { decodeFact, type Fact, factHash, isTombstone, type Tombstone } from "../../ledger/fact.js";
import { followTrust } from "../../ledger/follow-trust.js";
import { Struck } from "../../ledger/struck.js";
import { nodeError } from "../errors.js";
import type { OpenedLedger } from "../open-ledger.js";
import { layoutOf } from "./chunk-layout.js";
import { decodeHead, decodeLeaves } from "./snapshot-chunk.js";

type Stores = Pick<
  OpenedLedger,
  "config" | "id" | "index" | "ledger" | "seals" | "published" | "chunkStarts"
>;

export type StateSyncPorts = {
  readonly application: LedgerApplication;
  /** Trust file of the log as it stands here. */
  readonly trust: () => string;
  /** The state stands, durably, where the agencies signed this checkpoint. */
  readonly onDone: (checkpoint: string) => Promise<void>;
};

/** Changes of the index that may wait for the disk. */
const INDEX_BACKLOG = 200_000;

type Leaf = { readonly leaf: Uint8Array; readonly fact: Fact | Tombstone };

/** What is being taken, and how far that is proved. */
type Taking = {
  readonly snapshot: Snapshot;
  readonly appHash: Uint8Array;
  /** Index of the first leaf of each chunk but the head. */
  readonly starts: readonly number[];
  /** Of the leaves that are proved. */
  frontier: Frontier;
  /** Proved, of a block whose seal has not come yet. */
  pending: Leaf[];
  /** From the first chunk on. */
  head: { readonly note: string; readonly checkpoint: Checkpoint } | null;
};

/**
 * Brings an agency that joins to a checkpoint of the others without executing what led there. Whom to
 * believe it knows from the genesis fact alone: the bundle in the first chunk leads from those agencies to
 * today's, their quorum signs the checkpoint, and every other chunk is a beginning of what they signed.
 * Nothing of it is durable before the end: after a crash it begins again.
 */
export class StateSync {
  readonly #stores: Stores;
  readonly #ports: StateSyncPorts;
  /** Of all blocks that were taken over, from however many snapshots. */
  readonly #struck = new Struck();
  #taking: Taking | null = null;

  constructor(stores: Stores, ports: StateSyncPorts) {
    this.#stores = stores;
    this.#ports = ports;
  }

  /**
   * Only an application that has executed nothing begins from elsewhere; and where an earlier snapshot broke
   * off, only from one that reaches at least as far.
   */
  offer(snapshot: Snapshot, hash: Uint8Array): boolean {
    if (this.#ports.application.info().engineHeight !== 0) return false;
    const { frontier } = this.#stores.ledger.head;
    const starts = layoutOf(snapshot, hash);
    if (starts === null || sizeIn(hash) < frontier.size) return false;
    this.#taking = {
      snapshot,
      appHash: hash,
      starts,
      frontier: frontier.clone(),
      pending: [],
      head: null,
    };
    return true;
  }

  /** Whether the chunk proves itself; of one that does not, nothing is kept. @throws SYNC_ORDER, REPLAY_STRUCK, LEDGER_ADOPTED, LOG_*, DISK_* */
  async apply(index: number, view: Uint8Array): Promise<boolean> {
    const taking = this.#taking;
    if (taking === null) throw nodeError("SYNC_ORDER", { index });
    // What CometBFT sent is gone with its frame.
    const chunk = view.slice();
    const good =
      index === 0 ? this.#takeHead(taking, chunk) : this.#takeLeaves(taking, index, chunk);
    if (!good) return false;
    const { index: state } = this.#stores;
    if (state.backlog > INDEX_BACKLOG) await state.drained();
    if (index === taking.snapshot.chunks - 1) await this.#finish(taking);
    return true;
  }

  #takeHead(taking: Taking, chunk: Uint8Array): boolean {
    const head = decodeHead(chunk);
    if (head === null) return false;
    const { config, id } = this.#stores;
    try {
      const trust = followTrust(parseTrustFile(this.#ports.trust()), head.bundle);
      const { checkpoint } = judgeCheckpoint(head.checkpoint, trust);
      if (checkpoint.origin !== originOf(config.network, id)) return false;
      if (!equalBytes(appHash(checkpoint), taking.appHash)) return false;
      taking.head = { note: head.checkpoint, checkpoint };
      return true;
    } catch (error) {
      if (isCoded(error)) return false;
      throw error;
    }
  }

  #takeLeaves(taking: Taking, index: number, chunk: Uint8Array): boolean {
    const { head, frontier, starts } = taking;
    const part = decodeLeaves(chunk);
    if (head === null || part === null) return false;
    const { first, leaves, consistency } = part;
    // All of the chunk and no more: a shorter one would prove itself as well, and the next not follow.
    const end = starts[index] ?? head.checkpoint.size;
    if (first !== starts[index - 1] || first + leaves.length !== end) return false;
    // An earlier chunk is missing.
    if (first > frontier.size) return false;
    // What stands here already is the beginning of what was signed, or the next check fails.
    const fresh = leaves.slice(frontier.size - first);
    if (fresh.length === 0) return true;
    const grown = frontier.clone();
    try {
      for (const leaf of fresh) grown.append(factHash(leaf, decodeFact(grown.size, leaf)));
      const { size, root } = head.checkpoint;
      checkConsistency(grown.size, grown.root(), size, root, consistency);
    } catch (error) {
      if (isCoded(error)) return false;
      throw error;
    }
    taking.frontier = grown;
    for (const leaf of fresh) this.#adopt(taking, leaf.slice());
    return true;
  }

  /** A proved leaf; with a seal, its whole block. What is pending may have to come once more. */
  #adopt({ pending }: Taking, leaf: Uint8Array): void {
    const { ledger, seals, published, chunkStarts } = this.#stores;
    const fact = decodeFact(ledger.size + pending.length, leaf);
    pending.push({ leaf, fact });
    if (isTombstone(fact) || fact.kind !== "seal") return;
    const taken = pending.splice(0);
    const block = this.#ports.application.adopt(taken.map((each) => each.leaf));
    for (const each of taken) {
      chunkStarts.push(each.leaf.length);
      if (isTombstone(each.fact)) this.#struck.add(each.fact);
      else this.#struck.see(each.fact);
    }
    seals.push(block.size - 1);
    published.pass(block.supersedes);
  }

  async #finish({ snapshot, head, frontier, pending }: Taking): Promise<void> {
    this.#taking = null;
    this.#struck.finish();
    if (head === null || frontier.size !== head.checkpoint.size || pending.length > 0) {
      throw nodeError("SYNC_ORDER", {
        size: frontier.size,
        expected: head?.checkpoint.size ?? null,
      });
    }
    await this.#ports.application.adopted(snapshot.height);
    await this.#ports.onDone(head.note);
  }
}
