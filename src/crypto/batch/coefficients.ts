import { sha512 } from "#native";
import { concatBytes } from "../../base/bytes.js";
import { utf8Encode } from "../../base/text.js";

/**
 * A factor has 16 digits ±1, ±3, ±5 or ±7, the highest one positive, at least four bits apart and below
 * bit 250. Of the 2¹²⁴·⁷ such numbers no two are the same, and all are below L. Each digit costs an
 * addition; a number of 128 free bits would have 26 of them.
 */
const DIGITS = 16;
/** Digits of this width are so many bits apart. */
export const COEFFICIENT_WIDTH = 4;
const GAP = COEFFICIENT_WIDTH - 1;
/** Places for digits side by side; each then moves up by the gap for every digit below it. */
const PLACES = 250 - GAP * (DIGITS - 1);
const DOMAIN = utf8Encode("counterfoil/ed25519-batch/v1");

/**
 * The random factors of a batch, by SHA-512 of all of it: whoever changes a signature changes them all,
 * and everyone who checks the same batch has the same.
 */
export class Coefficients {
  readonly #counted: Uint8Array;
  readonly #counter: DataView;
  readonly #taken = new Uint8Array(PLACES);
  #blocks = 0;
  #block: Uint8Array = new Uint8Array(0);
  #at = 0;

  /** @param transcript what binds every key, message and signature */
  constructor(transcript: Uint8Array) {
    const seed = sha512(concatBytes(DOMAIN, transcript));
    this.#counted = concatBytes(seed, new Uint8Array(4));
    this.#counter = new DataView(this.#counted.buffer, seed.length);
  }

  /** The next one, 32 bytes, little-endian. */
  next(): Uint8Array {
    const [plus, minus] = [new Uint8Array(33), new Uint8Array(33)];
    const taken = this.#drawPlaces();
    for (let place = 0, digit = 0; place < PLACES; place++) {
      if (taken[place] === 0) continue;
      const chance = this.#byte();
      const into = (chance & 8) === 0 || digit === DIGITS - 1 ? plus : minus;
      set(into, place + GAP * digit++, (chance & 6) | 1);
    }
    return difference(plus, minus);
  }

  /** Every choice of so many places is as likely as any other. */
  #drawPlaces(): Uint8Array {
    const taken = this.#taken.fill(0);
    for (let left = DIGITS; left > 0; ) {
      const place = this.#byte();
      if (taken[place] !== 0) continue;
      taken[place] = 1;
      left--;
    }
    return taken;
  }

  #byte(): number {
    if (this.#at === this.#block.length) {
      this.#counter.setUint32(0, this.#blocks++);
      this.#block = sha512(this.#counted);
      this.#at = 0;
    }
    return this.#block[this.#at++] as number;
  }
}

/** Sets three bits, none of which is set. */
function set(bytes: Uint8Array, bit: number, bits: number): void {
  const at = bit >> 3;
  const shifted = bits << (bit & 7);
  bytes[at] = (bytes[at] as number) | (shifted & 0xff);
  bytes[at + 1] = (bytes[at + 1] as number) | (shifted >> 8);
}

function difference(a: Uint8Array, b: Uint8Array): Uint8Array {
  const result = new Uint8Array(32);
  let carry = 0;
  for (let i = 0; i < 32; i++) {
    carry += (a[i] as number) - (b[i] as number);
    result[i] = carry;
    carry >>= 8;
  }
  return result;
}
