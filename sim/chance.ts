import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { RandomGenerator } from "pure-rand/types/RandomGenerator";
import type { Chance } from "#src/ledger/generator.js";

/**
 * Xoroshiro128+ of pure-rand from a seed of 32 bits and a name: what one stream draws does not
 * depend on how often another is asked, so that a fault that is left out changes no transaction.
 */
export class SeededChance implements Chance {
  readonly #generator: RandomGenerator;

  constructor(seed: number, stream: string) {
    this.#generator = xoroshiro128plus(mixed(seed, stream));
  }

  below(limit: number): number {
    return limit <= 1 ? 0 : uniformInt(this.#generator, 0, limit - 1);
  }

  /** True once in so many times, on average; never for 0. */
  oneIn(times: number): boolean {
    return times > 0 && this.below(times) === 0;
  }

  bytes(length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    for (let i = 0; i < length; i++) bytes[i] = this.#generator.next() & 0xff;
    return bytes;
  }
}

/** FNV-1a over the name, from the seed. */
function mixed(seed: number, stream: string): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (const char of stream) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193) >>> 0;
  return hash;
}
