import { proveError } from "../ledger/prove.js";

/** Index of each block's seal, by height. */
export class Seals {
  #indexes = new Float64Array(1024);
  #count = 0;

  /** Blocks. */
  get count(): number {
    return this.#count;
  }

  push(index: number): void {
    if (this.#count === this.#indexes.length) {
      const larger = new Float64Array(this.#count * 2);
      larger.set(this.#indexes);
      this.#indexes = larger;
    }
    this.#indexes[this.#count++] = index;
  }

  /** @throws PROVE_UNKNOWN */
  at(height: number): number {
    const index = height < this.#count ? this.#indexes[height] : undefined;
    if (index === undefined) throw proveError("PROVE_UNKNOWN", { height });
    return index;
  }

  /** Height of the block that holds a fact; `count` for a fact that no seal covers yet. */
  heightOf(index: number): number {
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#indexes[middle] as number) < index) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Height of the block whose last fact is the one before `size`, or null inside a block. */
  heightOfSize(size: number): number | null {
    const height = this.heightOf(size - 1);
    return height < this.#count && this.#indexes[height] === size - 1 ? height : null;
  }
}
