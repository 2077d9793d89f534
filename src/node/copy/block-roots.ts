import { Seals } from "../seals.js";

const HASH_BYTES = 32;

/** The root of the log at every block's end: 40 bytes a block. */
export class BlockRoots {
  readonly #seals = new Seals();
  #roots = new Uint8Array(1024 * HASH_BYTES);

  /** The next block, after which the log has `size` facts and this root. */
  push(size: number, root: Uint8Array): void {
    const at = this.#seals.count * HASH_BYTES;
    this.#seals.push(size - 1);
    if (at === this.#roots.length) {
      const larger = new Uint8Array(at * 2);
      larger.set(this.#roots);
      this.#roots = larger;
    }
    this.#roots.set(root, at);
  }

  /** Null where no block ends there. */
  at(size: number): Uint8Array | null {
    const height = this.#seals.heightOfSize(size);
    if (height === null) return null;
    return this.#roots.slice(height * HASH_BYTES, (height + 1) * HASH_BYTES);
  }
}
