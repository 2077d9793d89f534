import { hkdfSync } from "node:crypto";
import { utf8Encode } from "../../base/text.js";
import { sha256 } from "../../crypto/hash.js";

/** What the whole demonstration country is drawn from: the same bytes on every machine. */
const SEED = utf8Encode("counterfoil/demo/arvenia/1871");

/**
 * 32 bytes for a purpose, by HKDF (RFC 5869). Everyone knows the seed, so what comes of it is no
 * secret: only a demonstration, whose keys are anybody's, may use it.
 */
export function drawnBytes(purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", SEED, "", utf8Encode(purpose), 32));
}

/** Numbers drawn one after the other from the seed, for one purpose. */
export class Dice {
  #state: number;

  constructor(purpose: string) {
    this.#state = new DataView(drawnBytes(`dice/${purpose}`).buffer).getInt32(0);
  }

  /** 0 … sides − 1 (SplitMix32; sides far below 2³², so that the bias is of no matter here). */
  below(sides: number): number {
    this.#state = (this.#state + 0x9e3779b9) | 0;
    let h = this.#state;
    h = Math.imul(h ^ (h >>> 16), 0x21f0aaad);
    h = Math.imul(h ^ (h >>> 15), 0x735a2d97);
    return ((h ^ (h >>> 15)) >>> 0) % sides;
  }

  /** least … most, whole. */
  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  /** Once in so many. */
  once(inHowMany: number): boolean {
    return this.below(inHowMany) === 0;
  }

  /** Undefined from an empty list. */
  maybe<T>(list: readonly T[]): T | undefined {
    return list.length === 0 ? undefined : list[this.below(list.length)];
  }

  /** So many different ones. */
  some<T>(list: readonly T[], count: number): T[] {
    const picked = new Set<T>();
    while (picked.size < Math.min(count, list.length)) {
      const one = this.maybe(list);
      if (one !== undefined) picked.add(one);
    }
    return [...picked];
  }

  pick<T>(list: readonly [T, ...T[]]): T {
    return this.maybe(list) ?? list[0];
  }
}

/** −1 … 1, a function of its arguments alone. */
export function noiseAt(x: number, y: number, axis: number): number {
  const place = sha256(utf8Encode(`${x}/${y}/${axis}`));
  return new DataView(place.buffer, place.byteOffset).getInt32(0) / 2 ** 31;
}
