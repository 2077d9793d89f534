import { Turns } from "../base/turns.js";
import type { Transaction } from "../ledger/transaction.js";
import { engineError } from "./errors.js";

export type MempoolLimits = {
  readonly transactions: number;
  readonly bytes: number;
};

/** Verified transactions that wait for a block; senders take turns, so that a flood delays itself alone. */
export class Mempool {
  readonly #limits: MempoolLimits;
  /** By the first signer's key. */
  readonly #turns = new Turns<Transaction>();
  /** Of those who have some waiting. */
  readonly #bytesOf = new Map<string, number>();
  #bytes = 0;

  constructor(limits: MempoolLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#turns.size;
  }

  /**
   * One sender may have as much as there is room left: half where it is alone, less the more there
   * are, so that however many flood, somebody new still finds room.
   * @throws ENGINE_FULL, ENGINE_SENDER_FULL
   */
  add(transaction: Transaction): void {
    const size = transaction.bytes.length;
    const sender = senderOf(transaction);
    const room = this.#limits.transactions - this.size;
    const roomBytes = this.#limits.bytes - this.#bytes - size;
    if (room <= 0 || roomBytes < 0) throw engineError("ENGINE_FULL");
    if (this.#turns.of(sender) >= room || (this.#bytesOf.get(sender) ?? 0) > roomBytes) {
      throw engineError("ENGINE_SENDER_FULL");
    }
    this.#turns.add(sender, transaction);
    this.#count(sender, size);
  }

  /** Up to `most` transactions, one of each sender in turn; each sender's in the order of coming. */
  take(most: number): Transaction[] {
    const taken = this.#turns.take(most);
    for (const transaction of taken) this.#count(senderOf(transaction), -transaction.bytes.length);
    return taken;
  }

  /** Puts back what a block had no room for, first in its senders' queues. */
  giveBack(transactions: readonly Transaction[]): void {
    const back = new Map<string, Transaction[]>();
    for (const transaction of transactions) {
      const sender = senderOf(transaction);
      const own = back.get(sender);
      if (own === undefined) back.set(sender, [transaction]);
      else own.push(transaction);
      this.#count(sender, transaction.bytes.length);
    }
    for (const [sender, own] of back) this.#turns.giveBack(sender, own);
  }

  #count(sender: string, bytes: number): void {
    this.#bytes += bytes;
    const after = (this.#bytesOf.get(sender) ?? 0) + bytes;
    if (after === 0) this.#bytesOf.delete(sender);
    else this.#bytesOf.set(sender, after);
  }
}

function senderOf({ signatories: [first] }: Transaction): string {
  return first?.keyId ?? "";
}
