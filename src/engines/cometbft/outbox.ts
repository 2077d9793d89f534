import { isCoded } from "../../base/errors.js";
import type { Transaction } from "../../ledger/transaction.js";
import { type StartTimer, startTimer } from "../timer.js";
import { bundleLimits, encodeBundle } from "./bundle.js";
import type { Broadcast } from "./rpc.js";

export type OutboxOptions = {
  /** A bundle is made of what has come this long after the first, in ms. */
  readonly gatherMs: number;
  /** Bundles that may be on their way at once: as many as a block takes, or blocks get long. */
  readonly bundles: number;
  /** A bundle that is in none of so many blocks is sent once more. */
  readonly resendBlocks: number;
  /** Where CometBFT is not there, in ms. */
  readonly retryMs: number;
};

export type OutboxPorts = {
  /** The transactions whose turn it is. */
  readonly take: (most: number) => readonly Transaction[];
  /** Whether anybody still waits for its result. */
  readonly isOpen: (transaction: Transaction) => boolean;
  /** Told before a bundle is sent. */
  readonly onBundle: (bytes: Uint8Array, transactions: readonly Transaction[]) => void;
  /** CometBFT, and so the application, refuses it as a whole. */
  readonly onRefused: (transactions: readonly Transaction[]) => void;
};

type Sent = {
  readonly bytes: Uint8Array;
  readonly transactions: readonly Transaction[];
  /** Blocks that were committed when it was last sent; null while it is to be sent. */
  sentAt: number | null;
};

/** What an agency's citizens have sent, on its way into a block: bundled, counted, sent again if it is lost. */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #broadcast: (bundle: Uint8Array) => Promise<Broadcast>;
  readonly #ports: OutboxPorts;
  readonly #startTimer: StartTimer;
  readonly #onItsWay = new Set<Sent>();
  #blocks = 0;
  #stopTimer: (() => void) | null = null;
  /** While it sends: whether something came meanwhile. */
  #sending: { more: boolean } | null = null;
  #stopped = false;

  constructor(
    options: OutboxOptions,
    broadcast: (bundle: Uint8Array) => Promise<Broadcast>,
    ports: OutboxPorts,
    timer: StartTimer = startTimer,
  ) {
    this.#options = options;
    this.#broadcast = broadcast;
    this.#ports = ports;
    this.#startTimer = timer;
  }

  /** Bundles that are on their way. */
  get bundles(): number {
    return this.#onItsWay.size;
  }

  /** Transactions that are on their way. */
  get transactions(): number {
    let count = 0;
    for (const { transactions } of this.#onItsWay) count += transactions.length;
    return count;
  }

  /** Something waits: a bundle is made of it once more has had time to come. */
  fill(): void {
    this.#wake(this.#options.gatherMs);
  }

  /** A block is final: what was sent long before it may be lost. */
  committed(): void {
    this.#blocks++;
    for (const sent of this.#onItsWay) {
      const { sentAt } = sent;
      if (sentAt !== null && this.#blocks - sentAt >= this.#options.resendBlocks)
        sent.sentAt = null;
    }
  }

  /** Results were told: bundles that nobody waits for any more make room. */
  settled(): void {
    for (const sent of this.#onItsWay) {
      if (!sent.transactions.some(this.#ports.isOpen)) this.#onItsWay.delete(sent);
    }
    this.#wake(0);
  }

  stop(): void {
    this.#stopped = true;
    this.#stopTimer?.();
    this.#stopTimer = null;
  }

  #wake(delayMs: number): void {
    if (this.#sending !== null) this.#sending.more = true;
    if (this.#stopped || this.#sending !== null || this.#stopTimer !== null) return;
    this.#stopTimer = this.#startTimer(delayMs, () => {
      this.#stopTimer = null;
      void this.#send();
    });
  }

  async #send(): Promise<void> {
    const sending = { more: false };
    this.#sending = sending;
    this.#pack();
    const pending = [...this.#onItsWay].filter(({ sentAt }) => sentAt === null);
    const outcomes = await Promise.all(pending.map((sent) => this.#sendOne(sent)));
    this.#sending = null;
    if (sending.more) this.#wake(this.#options.gatherMs);
    else if (outcomes.includes("later")) this.#wake(this.#options.retryMs);
  }

  #pack(): void {
    while (this.#onItsWay.size < this.#options.bundles) {
      const transactions = this.#gather();
      if (transactions.length === 0) return;
      const bytes = encodeBundle(transactions.map((transaction) => transaction.bytes));
      this.#ports.onBundle(bytes, transactions);
      this.#onItsWay.add({ bytes, transactions, sentAt: null });
    }
  }

  #gather(): readonly Transaction[] {
    const gathered: Transaction[] = [];
    let bytes = 0;
    while (gathered.length < bundleLimits.envelopes && bytes < bundleLimits.fullBytes) {
      const [transaction] = this.#ports.take(1);
      if (transaction === undefined) break;
      gathered.push(transaction);
      bytes += transaction.bytes.length;
    }
    return gathered;
  }

  async #sendOne(sent: Sent): Promise<"sent" | "later"> {
    sent.sentAt = this.#blocks;
    const outcome = await this.#broadcast(sent.bytes).catch((error: unknown) => {
      if (isCoded(error)) return "away" as const;
      throw error;
    });
    if (outcome === "refused") {
      this.#onItsWay.delete(sent);
      this.#ports.onRefused(sent.transactions);
    }
    if (outcome !== "full" && outcome !== "away") return "sent";
    sent.sentAt = null;
    return "later";
  }
}
