import { toHex } from "../../base/text.js";
import type { Transaction } from "../../ledger/ledger.js";
import { engineError } from "../errors.js";

export type MempoolLimits = {
  readonly transactions: number;
  readonly bytes: number;
  /** One sender's part of each, as a fraction 1/n. */
  readonly senderShare: number;
};

type Queue = { readonly transactions: Transaction[]; bytes: number };

/** Verified transactions that wait for a block; senders take turns, so that a flood delays itself alone. */
export class Mempool {
  readonly #limits: MempoolLimits;
  /** By the first signer's key; the order of the map is whose turn it is. */
  readonly #queues = new Map<string, Queue>();
  #size = 0;
  #bytes = 0;

  constructor(limits: MempoolLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#size;
  }

  /** @throws ENGINE_FULL, ENGINE_SENDER_FULL */
  add(transaction: Transaction): void {
    const { transactions, bytes, senderShare } = this.#limits;
    const size = transaction.bytes.length;
    if (this.#size >= transactions || this.#bytes + size > bytes) throw engineError("ENGINE_FULL");
    const sender = senderOf(transaction);
    const queue = this.#queues.get(sender) ?? { transactions: [], bytes: 0 };
    const full =
      queue.transactions.length >= transactions / senderShare ||
      queue.bytes + size > bytes / senderShare;
    if (full) throw engineError("ENGINE_SENDER_FULL");
    this.#queues.set(sender, queue);
    queue.transactions.push(transaction);
    this.#count(queue, 1, size);
  }

  /** Up to `most` transactions, one of each sender in turn; each sender's in the order of coming. */
  take(most: number): Transaction[] {
    const taken: Transaction[] = [];
    while (taken.length < most && this.#size > 0) {
      for (const [sender, queue] of [...this.#queues]) {
        if (taken.length >= most) break;
        const next = queue.transactions.shift();
        if (next === undefined) continue;
        taken.push(next);
        this.#count(queue, -1, -next.bytes.length);
        // To the back of the turns; a sender with nothing left leaves them.
        this.#queues.delete(sender);
        if (queue.transactions.length > 0) this.#queues.set(sender, queue);
      }
    }
    return taken;
  }

  /** Puts back what a block had no room for, first in its senders' queues. */
  giveBack(transactions: readonly Transaction[]): void {
    for (const transaction of [...transactions].reverse()) {
      const sender = senderOf(transaction);
      const queue = this.#queues.get(sender) ?? { transactions: [], bytes: 0 };
      this.#queues.set(sender, queue);
      queue.transactions.unshift(transaction);
      this.#count(queue, 1, transaction.bytes.length);
    }
  }

  #count(queue: Queue, transactions: 1 | -1, bytes: number): void {
    queue.bytes += bytes;
    this.#size += transactions;
    this.#bytes += bytes;
  }
}

function senderOf({ envelope }: Transaction): string {
  return toHex(envelope.payload.signers[0] as Uint8Array);
}
