import { utf8Encode } from "#src/base/text.js";
import type { Chance } from "../run/chance.js";
import { mutateBytes } from "./bytes.js";

/** Makes text like the seeds': changed as bytes, by lines, or with pieces that the format is made of. */
export class TextMaker {
  readonly #seeds: readonly string[];
  readonly #bytes: readonly Uint8Array[];
  readonly #words: readonly string[];

  constructor(seeds: readonly string[], words: readonly string[]) {
    this.#seeds = seeds;
    this.#bytes = seeds.map(utf8Encode);
    this.#words = words;
  }

  readonly make = (chance: Chance): Uint8Array => {
    switch (chance.below(3)) {
      case 0:
        return mutateBytes(chance, chance.pick(this.#bytes), this.#bytes);
      case 1:
        return utf8Encode(this.#lines(chance));
      default:
        return utf8Encode(this.#worded(chance));
    }
  };

  #lines(chance: Chance): string {
    const lines = chance.pick(this.#seeds).split("\n");
    for (let left = chance.few(3); left > 0 && lines.length > 0; left--) {
      const at = chance.below(lines.length);
      const other = chance.pick(this.#seeds).split("\n");
      const change = chance.below(4);
      if (change === 0) lines.splice(at, 1);
      else if (change === 1) lines.splice(at, 0, chance.pick(other));
      else if (change === 2) lines.splice(at, 1, chance.pick(other));
      else lines.push(...lines.splice(at, 1));
    }
    return lines.join("\n");
  }

  #worded(chance: Chance): string {
    let text = chance.pick(this.#seeds);
    for (let left = chance.few(4); left > 0; left--) {
      const at = chance.below(text.length + 1);
      const cut = chance.oneIn(2) ? chance.few(8) : 0;
      text = text.slice(0, at) + chance.pick(this.#words) + text.slice(at + cut);
    }
    return text;
  }
}
