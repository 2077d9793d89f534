import type { BlockSummary } from "../../api/routes/log.js";
import { RecentValues } from "../../base/recent-values.js";
import { toHex } from "../../base/text.js";
import { leafHash } from "../../crypto/hash.js";
import { decodeFact, isTombstone } from "../../ledger/fact.js";
import { proveError } from "../../ledger/prove.js";
import { readSeal, type Seal } from "../../ledger/records.js";
import type { PublishedLog } from "../published-log.js";
import { type ReadTransaction, transactionOf } from "./transaction-view.js";

/** What a block's transactions did; a sealed block never changes, so it is counted once. */
export type BlockCounts = {
  readonly first: number;
  /** Transactions that were carried out, by type. */
  readonly done: Readonly<Record<string, number>>;
  readonly refused: number;
};

const CACHED_BLOCKS = 256;
/** Leaves that are read at a time. */
const PIECE = 256;
/** Leaves that one look back passes. */
const LOOKED_LEAVES = 8192;

/** Reads blocks of the published log. */
export class Blocks {
  readonly #log: PublishedLog;
  readonly #counts = new RecentValues<number, BlockCounts>(CACHED_BLOCKS);

  constructor(log: PublishedLog) {
    this.#log = log;
  }

  get height(): number {
    return this.#log.height;
  }

  /** @throws PROVE_UNKNOWN */
  seal(height: number): { readonly index: number; readonly leaf: Uint8Array; readonly seal: Seal } {
    if (height > this.#log.height) throw proveError("PROVE_UNKNOWN", { height });
    const index = this.#log.sealIndex(height);
    const leaf = this.#log.leaf(index);
    const fact = decodeFact(index, leaf);
    const seal = isTombstone(fact) ? null : readSeal(fact.value);
    if (seal === null) throw proveError("PROVE_UNKNOWN", { height, index });
    return { index, leaf, seal };
  }

  /** @throws PROVE_UNKNOWN */
  summary(height: number): BlockSummary {
    const { index, leaf, seal } = this.seal(height);
    const { time, facts, transactions, previousRoot, activityRoot } = seal;
    return {
      key: "seal",
      index,
      height,
      time,
      size: index + 1,
      facts,
      transactions,
      previousRoot: toHex(previousRoot),
      activityRoot: toHex(activityRoot),
      leafHash: toHex(leafHash(leaf)),
    };
  }

  /** @throws PROVE_UNKNOWN */
  counts(height: number): BlockCounts {
    const known = this.#counts.get(height);
    if (known !== undefined) return known;
    const { index, seal } = this.seal(height);
    const counts = this.#count(index + 1 - seal.facts, index);
    this.#counts.set(height, counts, 1);
    return counts;
  }

  /** Height and time of the block that holds a published fact. */
  blockOf(index: number): { readonly height: number; readonly time: number } {
    const height = this.#log.heightOf(index);
    return { height, time: this.seal(height).seal.time };
  }

  /** Transactions among the published leaves `from` … `to` − 1. */
  *transactions(from: number, to: number): Generator<ReadTransaction> {
    for (let at = from; at < to; at += PIECE) {
      const leaves = this.#log.leaves(at, Math.min(to, at + PIECE));
      for (const [i, leaf] of leaves.entries()) {
        const transaction = transactionOf(at + i, leaf);
        if (transaction !== null) yield transaction;
      }
    }
  }

  /**
   * Transactions below an index, newest first. So many leaves are looked at and no more: `next` may go
   * on although less was found than asked for.
   */
  newestTransactions(
    below: number,
    count: number,
  ): { readonly found: readonly ReadTransaction[]; readonly next: number | null } {
    const found: ReadTransaction[] = [];
    const end = Math.max(0, below - LOOKED_LEAVES);
    for (let at = below; at > end; at -= PIECE) {
      const read = [...this.transactions(Math.max(end, at - PIECE), at)].reverse();
      for (const transaction of read) {
        if (found.length === count) return { found, next: found.at(-1)?.index ?? at };
        found.push(transaction);
      }
    }
    return { found, next: end === 0 ? null : end };
  }

  #count(first: number, end: number): BlockCounts {
    const done = new Map<string, number>();
    let refused = 0;
    for (const { envelope, record } of this.transactions(first, end)) {
      if (record.code !== "ok") refused++;
      else {
        const { type } = envelope.payload;
        done.set(type, (done.get(type) ?? 0) + 1);
      }
    }
    return { first, done: Object.fromEntries(done), refused };
  }
}
