import type { TransactionResult } from "../../ledger/ledger.js";
import type { Transaction } from "../../ledger/transaction.js";
import { engineError } from "../errors.js";
import { Mempool, type MempoolLimits } from "../mempool.js";
import { type StartTimer, startTimer } from "../timer.js";
import { Waiters } from "../waiters.js";
import { admit, sealBlock, type Way } from "../way.js";

export type SoloOptions = {
  readonly mempool: MempoolLimits;
  /** A block is made with this many transactions … */
  readonly blockTransactions: number;
  /** … or this long after the first of them came, in ms. */
  readonly gatherMs: number;
};

/** One process orders: blocks by count, time and deadline, one after the other. */
export class SoloEngine {
  readonly #way: Way;
  readonly #options: SoloOptions;
  readonly #onHalt: (error: unknown) => void;
  readonly #startTimer: StartTimer;
  readonly #mempool: Mempool;
  readonly #waiters = new Waiters();
  /** When the first of those that wait for a block came, ms since 1970. */
  #firstCame = 0;
  #stopTimer: (() => void) | null = null;
  #making: Promise<void> | null = null;
  #state: "running" | "stopping" | "halted" = "running";

  constructor(
    way: Way,
    options: SoloOptions,
    onHalt: (error: unknown) => void,
    timer: StartTimer = startTimer,
  ) {
    this.#way = way;
    this.#options = options;
    this.#onHalt = onHalt;
    this.#startTimer = timer;
    this.#mempool = new Mempool(options.mempool);
    this.#schedule();
  }

  get running(): boolean {
    return this.#state === "running";
  }

  get waiting(): number {
    return this.#mempool.size;
  }

  /**
   * Takes a verified transaction; resolves with its result once its block is durable and published.
   * @throws ADMIT_*, TX_*, ENGINE_*
   */
  submit(transaction: Transaction): Promise<TransactionResult> {
    return new Promise((resolve, reject) => {
      if (this.#state === "halted") throw engineError("ENGINE_HALTED");
      if (this.#state === "stopping") throw engineError("ENGINE_STOPPING");
      const { key } = transaction;
      // Who waits comes first: the state knows of a block before that is durable.
      if (this.#waiters.has(key)) return this.#waiters.add(key, { resolve, reject });
      const known = admit(this.#way, transaction, this.#way.now());
      if (known !== null) return resolve(known);
      this.#mempool.add(transaction);
      this.#waiters.add(key, { resolve, reject });
      const { size } = this.#mempool;
      if (size === 1) this.#firstCame = this.#way.now();
      // In between, the timer that the first one started runs on.
      if (size === 1 || size >= this.#options.blockTransactions) this.#schedule();
    });
  }

  /** Makes blocks of what waits, then no more. */
  async stop(): Promise<void> {
    if (this.#state === "running") this.#state = "stopping";
    while (this.#state === "stopping" && (this.#making !== null || this.#mempool.size > 0)) {
      await (this.#making ?? this.#begin());
    }
    this.#stopTimer?.();
    this.#stopTimer = null;
  }

  #schedule(): void {
    if (this.#state !== "running" || this.#making !== null) return;
    this.#stopTimer?.();
    this.#stopTimer = null;
    if (this.#hasGathered()) return void this.#begin();
    const delay = this.#delay();
    if (delay !== null) this.#stopTimer = this.#startTimer(delay, () => void this.#begin());
  }

  #hasGathered(): boolean {
    const { size } = this.#mempool;
    return size >= this.#options.blockTransactions || (size > 0 && this.#gatherMs() === 0);
  }

  /** How long more may come before a block is made; never longer than from the start, whatever the clock does. */
  #gatherMs(): number {
    const { gatherMs } = this.#options;
    const waited = this.#way.now() - this.#firstCame;
    return Math.max(gatherMs - Math.max(waited, 0), 0);
  }

  /** Until the next block is to be made; null where nothing calls for one. */
  #delay(): number | null {
    if (this.#mempool.size > 0) return this.#gatherMs();
    const deadline = this.#way.application.earliestDeadline();
    if (deadline === null) return null;
    return Math.max(deadline - this.#way.now(), 0);
  }

  #begin(): Promise<void> {
    this.#making ??= this.#make().finally(() => {
      this.#making = null;
      this.#schedule();
    });
    return this.#making;
  }

  async #make(): Promise<void> {
    const transactions = this.#mempool.take(this.#options.blockTransactions);
    try {
      const results = await sealBlock(this.#way, transactions);
      for (const [i, result] of results.entries()) this.#settle(transactions[i], result);
      this.#mempool.giveBack(this.#unanswered(transactions.slice(results.length)));
    } catch (error) {
      this.#halt(error);
    }
  }

  /** What a block left over; an id that came on record meanwhile is answered at once. */
  #unanswered(transactions: readonly Transaction[]): Transaction[] {
    return transactions.filter((transaction) => {
      const known = this.#way.application.known(transaction);
      if (known !== null) this.#settle(transaction, known);
      return known === null;
    });
  }

  #settle(transaction: Transaction | undefined, result: TransactionResult): void {
    if (transaction !== undefined) this.#waiters.settle(transaction.key, result);
  }

  /** After a fault nothing is known of what the memory holds: no further block, and everyone is told. */
  #halt(error: unknown): void {
    this.#state = "halted";
    this.#waiters.failAll(() => engineError("ENGINE_HALTED", {}, error));
    this.#onHalt(error);
  }
}
