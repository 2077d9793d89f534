import type { TransactionResult } from "../ledger/ledger.js";

type Waiter = {
  readonly resolve: (result: TransactionResult) => void;
  readonly reject: (error: unknown) => void;
};

/** Who waits for the result of which transaction, by the key of its fact. */
export class Waiters {
  readonly #waiting = new Map<string, Waiter[]>();

  has(key: string): boolean {
    return this.#waiting.has(key);
  }

  add(key: string, waiter: Waiter): void {
    const others = this.#waiting.get(key);
    if (others === undefined) this.#waiting.set(key, [waiter]);
    else others.push(waiter);
  }

  settle(key: string, result: TransactionResult): void {
    for (const { resolve } of this.#waiting.get(key) ?? []) resolve(result);
    this.#waiting.delete(key);
  }

  fail(key: string, error: unknown): void {
    for (const { reject } of this.#waiting.get(key) ?? []) reject(error);
    this.#waiting.delete(key);
  }

  /** @param error is made for each, since each may add to it */
  failAll(error: () => unknown): void {
    for (const waiters of this.#waiting.values()) for (const { reject } of waiters) reject(error());
    this.#waiting.clear();
  }
}
