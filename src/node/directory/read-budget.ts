import { directoryError } from "./errors.js";

const HOUR_MS = 3_600_000;
/** A registrar at a busy desk needs a tenth of it. */
const MOST_AN_HOUR = 5000;

/**
 * How many reads one reader may cause: each is a line on disk for ever and a place under a root, so
 * that a program that asks all day would fill both.
 */
export class ReadBudget {
  readonly #most: number;
  readonly #taken = new Map<string, number>();
  #hour = 0;

  constructor(most: number = MOST_AN_HOUR) {
    this.#most = most;
  }

  /** @throws DIRECTORY_READS */
  take(by: string, reads: number, now: number): void {
    const hour = Math.floor(now / HOUR_MS);
    if (hour !== this.#hour) this.#taken.clear();
    this.#hour = hour;
    const taken = (this.#taken.get(by) ?? 0) + reads;
    if (taken > this.#most) throw directoryError("DIRECTORY_READS", { most: this.#most });
    this.#taken.set(by, taken);
  }
}
