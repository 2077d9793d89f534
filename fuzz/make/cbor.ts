import { isCoded } from "#src/base/errors.js";
import { decodeCbor, decodeTaggedCbor } from "#src/codec/cbor-decode.js";
import { encodeCbor, encodeTaggedCbor } from "#src/codec/cbor-encode.js";
import type { Cbor } from "#src/codec/cbor-value.js";
import type { Chance } from "../run/chance.js";
import { mutateBytes } from "./bytes.js";
import { type Making, mutateTree } from "./tree.js";

/** An item that decodes, and the one tag around it. */
type Item = { readonly tag: 18 | 98 | null; readonly value: Cbor };

/** Scalars that are kept of the corpus, so that what belongs to one seed stands in another. */
const MOST_SCALARS = 400;

/**
 * Makes CBOR like the seeds': half of it changed as bytes, half as what it says, then encoded as the
 * format wants, so that most of it passes the first check. What stands in byte strings is changed
 * in the same two ways.
 */
export class CborMaker {
  readonly #seeds: readonly Uint8Array[];
  readonly #items: readonly Item[];
  readonly #making: Making;

  constructor(seeds: readonly Uint8Array[]) {
    this.#seeds = seeds;
    this.#items = seeds.flatMap((seed) => itemOf(seed) ?? []);
    const scalars = new Set<Cbor>();
    for (const { value } of this.#items) collect(value, scalars);
    this.#making = {
      scalars: [...scalars],
      bytes: (chance, bytes) => this.#within(chance, bytes),
    };
  }

  readonly make = (chance: Chance): Uint8Array => {
    if (this.#items.length > 0 && !chance.oneIn(3)) return this.#changed(chance);
    return mutateBytes(chance, chance.pick(this.#seeds), this.#seeds);
  };

  #changed(chance: Chance): Uint8Array {
    const { tag, value } = chance.pick(this.#items);
    return encoded(tag, this.value(chance, value)) ?? chance.pick(this.#seeds);
  }

  /** The value with one to a few of its parts changed. */
  value(chance: Chance, value: Cbor): Cbor {
    let changed = value;
    for (let left = chance.few(4); left > 0; left--) {
      changed = mutateTree(chance, changed, this.#making);
    }
    return changed;
  }

  /** Half of what nests in a byte string is changed as what it says. */
  #within(chance: Chance, bytes: Uint8Array): Uint8Array {
    const item = bytes.length > 0 && chance.oneIn(2) ? itemOf(bytes) : null;
    const inner = item && encoded(item.tag, mutateTree(chance, item.value, this.#making));
    if (inner !== null) return inner;
    return chance.oneIn(3) ? sameLength(chance, bytes) : mutateBytes(chance, bytes, this.#seeds);
  }
}

function sameLength(chance: Chance, bytes: Uint8Array): Uint8Array {
  const changed = bytes.slice();
  if (changed.length > 0) changed[chance.below(changed.length)] = chance.below(256);
  return changed;
}

function itemOf(bytes: Uint8Array): Item | null {
  const tag = bytes[0] === 0xd2 ? 18 : bytes[0] === 0xd8 && bytes[1] === 98 ? 98 : null;
  try {
    return { tag, value: tag === null ? decodeCbor(bytes) : decodeTaggedCbor(bytes, tag) };
  } catch (error) {
    if (isCoded(error)) return null;
    throw error;
  }
}

/** Null for what has no encoding: a key that stands twice, a text that is not well formed. */
function encoded(tag: 18 | 98 | null, value: Cbor): Uint8Array | null {
  try {
    return tag === null ? encodeCbor(value) : encodeTaggedCbor(tag, value);
  } catch (error) {
    if (isCoded(error)) return null;
    throw error;
  }
}

function collect(value: Cbor, scalars: Set<Cbor>): void {
  if (scalars.size >= MOST_SCALARS) return;
  if (typeof value !== "object" || value === null) scalars.add(value);
  else if (value instanceof Uint8Array) {
    if (value.length <= 64) scalars.add(value);
    const inner = itemOf(value);
    if (inner !== null) collect(inner.value, scalars);
  } else {
    const members = value instanceof Map ? value.values() : Object.values(value);
    for (const member of members) collect(member, scalars);
  }
}
