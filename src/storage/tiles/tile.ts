import { nodeHash } from "../../crypto/hash.js";
import { HASH_BYTES } from "./level-file.js";
import { TILE_WIDTH } from "./tile-path.js";

/** Levels of hashes above those that the tile is made of. */
const HEIGHT = 8;
const NODES = 2 * TILE_WIDTH - 1;

/**
 * A tile with the hashes between it and the tile above, each computed when it is first asked for: a
 * complete subtree never changes, so a partial tile only gains.
 */
export class Tile {
  readonly #hashes = new Uint8Array(NODES * HASH_BYTES);
  readonly #known = new Uint8Array(NODES);
  #width = 0;

  /** How many hashes of the tile's own level it has. */
  get width(): number {
    return this.#width;
  }

  /** Appends hashes of the tile's own level. */
  extend(hashes: Uint8Array): void {
    this.#hashes.set(hashes, this.#width * HASH_BYTES);
    const width = this.#width + hashes.length / HASH_BYTES;
    this.#known.fill(1, this.#width, width);
    this.#width = width;
  }

  /** The hash `above` levels up, from 0 to 8, over 2^above of the tile's own, which it must have. */
  node(above: number, index: number): Uint8Array {
    return this.#node(above, index).slice();
  }

  /** The hash that stands for the full tile in the tile above. */
  root(): Uint8Array {
    return this.node(HEIGHT, 0);
  }

  /** The first `width` hashes, as they are served. */
  bytes(width: number): Uint8Array {
    return this.#hashes.slice(0, width * HASH_BYTES);
  }

  #node(above: number, index: number): Uint8Array {
    // Levels lie one after the other: 256 hashes, 128, 64 … 1.
    const at = 2 * TILE_WIDTH - (2 * TILE_WIDTH) / 2 ** above + index;
    const hash = this.#hashes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES);
    if (this.#known[at] === 0) {
      hash.set(nodeHash(this.#node(above - 1, 2 * index), this.#node(above - 1, 2 * index + 1)));
      this.#known[at] = 1;
    }
    return hash;
  }
}
