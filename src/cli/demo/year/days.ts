import type { TransactionResult } from "../../../ledger/ledger.js";
import type { Chronicle } from "../chronicle.js";
import { BEGINNING } from "../country.js";
import { Dice } from "../seed.js";
import type { Act } from "./act.js";

const MINUTE_MS = 60 * 1000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Between two blocks of one day. */
const PAUSE_MINUTES = 23;

type Running = { readonly act: Act; wake: number; told: readonly TransactionResult[] };

/** Day after day with all that is under way. */
export class Days {
  readonly #chronicle: Chronicle;
  readonly #dice = new Dice("days");
  #running: Running[] = [];

  constructor(chronicle: Chronicle) {
    this.#chronicle = chronicle;
  }

  /** @param day of the year, from 1, later than the one before @param acts that begin on it */
  async liveThrough(day: number, acts: readonly Act[]): Promise<void> {
    this.#running.push(...acts.map((act): Running => ({ act, wake: day, told: [] })));
    for (let step = 0; ; step++) {
      const awake = this.#running.filter(({ wake }) => wake <= day);
      if (awake.length === 0) return;
      const minutes = this.#dice.below(PAUSE_MINUTES) + step * PAUSE_MINUTES;
      this.#chronicle.moveTo(BEGINNING + day * DAY_MS + minutes * MINUTE_MS);
      await this.#step(awake, day);
    }
  }

  /** One block of the next step of each. */
  async #step(awake: readonly Running[], day: number): Promise<void> {
    const block: { readonly of: Running; readonly envelopes: readonly Uint8Array[] }[] = [];
    for (const of of awake) {
      const { value, done } = await of.act.next(of.told);
      of.told = [];
      if (done === true) this.#running = this.#running.filter((running) => running !== of);
      else if (typeof value === "number") of.wake = day + value;
      else block.push({ of, envelopes: value });
    }
    const results = await this.#chronicle.block(block.flatMap(({ envelopes }) => envelopes));
    let at = 0;
    for (const { of, envelopes } of block) {
      of.told = results.slice(at, at + envelopes.length);
      at += envelopes.length;
    }
  }
}
