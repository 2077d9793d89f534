import type { SeededChance } from "../chance.js";
import type { VirtualTime } from "../virtual-time.js";

/** One message in so many is lost, and one comes twice. */
const LOST_IN = 8;
const TWICE_IN = 10;
/** ms on the way, and where it is held up. */
const USUAL_MS = 8;
const SLOW_MS = 400;
const SLOW_IN = 15;

/** What lies between the agencies: messages get lost, overtake each other, come twice, or not across a split. */
export class Network {
  readonly #time: VirtualTime;
  readonly #chance: SeededChance;
  readonly #sides: number[];
  #lossy: boolean;

  constructor(time: VirtualTime, chance: SeededChance, agencies: number, lossy: boolean) {
    this.#time = time;
    this.#chance = chance;
    this.#sides = Array.from({ length: agencies }, () => 0);
    this.#lossy = lossy;
  }

  reaches(one: number, other: number): boolean {
    return this.#sides[one] === this.#sides[other];
  }

  /** Splits into two sides, by chance. */
  split(): void {
    for (const i of this.#sides.keys()) this.#sides[i] = this.#chance.below(2);
  }

  /** All reach all again. */
  join(): void {
    this.#sides.fill(0);
  }

  /** From now on nothing is lost. */
  heal(): void {
    this.join();
    this.#lossy = false;
  }

  /** Delivers later, perhaps never, perhaps twice. */
  send(from: number, to: number, deliver: () => void): void {
    if (this.#lossy && this.#chance.oneIn(LOST_IN)) return;
    const times = this.#lossy && this.#chance.oneIn(TWICE_IN) ? 2 : 1;
    for (let time = 0; time < times; time++) {
      const most = this.#lossy && this.#chance.oneIn(SLOW_IN) ? SLOW_MS : USUAL_MS;
      this.#time.after(1 + this.#chance.below(most), () => {
        if (this.reaches(from, to)) deliver();
      });
    }
  }
}
