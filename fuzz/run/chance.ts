import { type Arbitrary, Random } from "fast-check";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** The one source of chance: the same seed makes the same inputs in the same order. */
export class Chance {
  readonly #random: Random;

  /** @param seed 32 bits */
  constructor(seed: number) {
    this.#random = new Random(xoroshiro128plus(seed));
  }

  /** From 0 to below `count`. */
  below(count: number): number {
    return this.#random.nextInt(0, count - 1);
  }

  /** True in one of `count` times. */
  oneIn(count: number): boolean {
    return this.below(count) === 0;
  }

  /** @param items at least one */
  pick<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)] as Item;
  }

  /** From 1 to `most`, small ones far more often. */
  few(most: number): number {
    let count = 1;
    while (count < most && this.below(2) === 0) count++;
    return count;
  }

  /** A value of a fast-check arbitrary, the edges of its range more often than the rest. */
  of<Value>(arbitrary: Arbitrary<Value>): Value {
    return arbitrary.generate(this.#random, 4).value;
  }
}
