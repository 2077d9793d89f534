import { toHex } from "../../base/text.js";
import { leafHash } from "../../crypto/hash.js";
import { decodeFact, type Fact, isTombstone } from "../../ledger/fact.js";
import { sentenceOf } from "../../ledger/sentence.js";
import { title } from "../../modules/land/schema.js";
import type { TransactionLine } from "../../portal/explorer/view.js";
import type { BlockView, HomeView, RecordView } from "../../portal/view.js";
import type { LedgerNode } from "../ledger-node.js";
import type { PublishedLog } from "../published-log.js";
import { blockView } from "./block-view.js";
import type { Blocks } from "./blocks.js";
import { lineOf } from "./explorer/readers.js";
import type { Frames } from "./frames.js";
import type { Service } from "./service.js";
import type { ReadTransaction } from "./transaction-view.js";

/** Blocks and transactions that the page shows. */
const SHOWN_BLOCKS = 5;
const SHOWN_LINES = 5;
/** Transactions among which it looks for a title that was written. */
const SEARCHED = 50;

/** Makes the first page's view from the published log. */
export class HomeViews {
  readonly #node: LedgerNode;
  readonly #blocks: Blocks;
  readonly #frames: Frames;

  constructor({ node, blocks, frames }: Pick<Service, "node" | "blocks" | "frames">) {
    this.#node = node;
    this.#blocks = blocks;
    this.#frames = frames;
  }

  /** @throws as `Frames` while nothing is published */
  view(address: string, nowMs: number): HomeView {
    const { size, root, height, time } = this.#frames.publication;
    const { quorum, agencies } = this.#frames.signatures();
    return {
      ...this.#frames.frame(),
      address,
      agencies,
      quorum,
      checkpoint: { size, rootHex: toHex(root), height, timeMs: time },
      blocks: this.#newestBlocks(height),
      latestRecord: this.#latestRecord(size),
      lines: this.#newestLines(size),
      totals: { facts: size, seals: height + 1 },
      nowMs,
    };
  }

  #newestLines(size: number): TransactionLine[] {
    const from = { node: this.#node, blocks: this.#blocks };
    const { found } = this.#blocks.newestTransactions(size, SHOWN_LINES);
    return found.map((read) => lineOf(from, read));
  }

  #newestBlocks(newest: number): BlockView[] {
    const count = Math.min(SHOWN_BLOCKS, newest + 1);
    const from = { blocks: this.#blocks, frames: this.#frames };
    return Array.from({ length: count }, (_, back) => blockView(from, newest - back));
  }

  /** The newest title that was written, or where there is none, whatever was. */
  #latestRecord(size: number): RecordView | null {
    const { published, ledger } = this.#node.opened;
    let other: RecordView | null = null;
    for (const transaction of this.#blocks.newestTransactions(size, SEARCHED).found) {
      const fact = keepsake(published, transaction);
      if (fact === null) continue;
      const { index, key } = fact;
      const record = {
        sentence: sentenceOf(ledger.modules, transaction.envelope),
        key,
        index,
        fingerprintHex: toHex(leafHash(published.leaf(index))),
        timeMs: this.#blocks.blockOf(index).time,
      };
      if (isTitle(key)) return record;
      other ??= record;
    }
    return other;
  }
}

const isTitle = (key: string): boolean => key.startsWith(`${title.prefix}/`);

/** Of what a transaction wrote, what a person would keep: a title where there is one, else the first. */
function keepsake(log: PublishedLog, { index, record }: ReadTransaction): Fact | null {
  const written = log
    .leaves(index + 1, index + 1 + record.writes)
    .flatMap((leaf, i) => decodeFact(index + 1 + i, leaf))
    .filter((fact): fact is Fact => !isTombstone(fact));
  return written.find(({ key }) => isTitle(key)) ?? written[0] ?? null;
}
