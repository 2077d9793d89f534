import { fnv1a, stirred } from "../../base/text-hash.js";

/** With so many bits a key and six of them turned, about one absent key in 500 seems to be there. */
const BITS_A_KEY = 16;
const TURNED = 6;
/** Bits that the turned ones of a key lie within, so that a look is one at the memory. */
const BLOCK_BITS = 512;
const WORD_BITS = 32;
/** Keys that the first layer is made for: half a megabyte. Each next one has four times the room. */
const FIRST_KEYS = 2 ** 18;

/** Which keys there are, never wrong about one that is not: a Bloom filter that grows by layers. */
export class KeyFilter {
  readonly #layers = [new Layer(FIRST_KEYS)];

  /** False: the key was never added. */
  mayHave(key: string): boolean {
    const hash = fnv1a(key);
    return this.#layers.some((layer) => layer.mayHave(hash));
  }

  add(key: string): void {
    const hash = fnv1a(key);
    if (this.#layers.some((layer) => layer.mayHave(hash))) return;
    let last = this.#layers.at(-1);
    if (last === undefined || last.room === 0) {
      last = new Layer(FIRST_KEYS * 4 ** this.#layers.length);
      this.#layers.push(last);
    }
    last.add(hash);
  }
}

class Layer {
  readonly #words: Uint32Array;
  readonly #blocks: number;
  /** Keys that it still takes. */
  room: number;

  constructor(keys: number) {
    this.room = keys;
    this.#blocks = (keys * BITS_A_KEY) / BLOCK_BITS;
    this.#words = new Uint32Array((keys * BITS_A_KEY) / WORD_BITS);
  }

  mayHave(hash: number): boolean {
    const first = this.#blockOf(hash);
    for (let i = 0, bit = firstBit(hash); i < TURNED; i++, bit = Math.imul(bit, STEP)) {
      const word = this.#words[first + (bit >>> 28)] as number;
      if ((word & (1 << (bit >>> 23))) === 0) return false;
    }
    return true;
  }

  add(hash: number): void {
    this.room--;
    const first = this.#blockOf(hash);
    for (let i = 0, bit = firstBit(hash); i < TURNED; i++, bit = Math.imul(bit, STEP)) {
      const at = first + (bit >>> 28);
      this.#words[at] = (this.#words[at] as number) | (1 << (bit >>> 23));
    }
  }

  /** Its first word. */
  #blockOf(hash: number): number {
    return (hash % this.#blocks) * (BLOCK_BITS / WORD_BITS);
  }
}

/** Knuth's multiplicative step (TAOCP 6.4): the upper nine bits of what it makes choose a bit. */
const STEP = 0x9e37_79b1;

/** Odd, so that no product comes to 0. */
const firstBit = (hash: number): number => stirred(hash) | 1;
