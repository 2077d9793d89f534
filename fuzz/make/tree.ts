import type { Cbor, CborKey } from "#src/codec/cbor-value.js";
import type { Chance } from "../run/chance.js";

type Entry = readonly [CborKey, Cbor];

/** What a change may draw from, and how it goes on inside a byte string. */
export type Making = {
  readonly scalars: readonly Cbor[];
  readonly bytes: (chance: Chance, bytes: Uint8Array) => Uint8Array;
};

const TEXTS = ["", "a", "/", "..", "\u0000", "\u{1f600}", "__proto__", "constructor", "ok", "null"];
const NUMBERS = [0, 1, -1, 23, 24, 255, 256, 65_535, 65_536, 2 ** 31, 2 ** 32, 2 ** 53 - 1];
const BIGINTS = [2n ** 53n, 2n ** 63n, 2n ** 64n - 1n, -(2n ** 53n), -(2n ** 64n)];

/** Of a list or map, five ways change it itself; all the others go on into one of its members. */
const WAYS = 24;

/** The tree with one part of it changed. */
export function mutateTree(chance: Chance, tree: Cbor, making: Making): Cbor {
  if (tree instanceof Uint8Array) {
    return chance.oneIn(8) ? scalar(chance, making) : making.bytes(chance, tree);
  }
  if (Array.isArray(tree)) return mutateList(chance, tree, making);
  if (tree instanceof Map) return new Map(mutateEntries(chance, [...tree], making));
  if (typeof tree === "object" && tree !== null) {
    const entries = mutateEntries(chance, Object.entries(tree), making);
    return Object.fromEntries(entries.map(([key, value]) => [String(key), value]));
  }
  if (chance.oneIn(4)) return scalar(chance, making);
  return near(chance, tree);
}

/** A part that stands nowhere yet. */
function scalar(chance: Chance, { scalars }: Making): Cbor {
  switch (chance.below(6)) {
    case 0:
      return chance.pick(TEXTS);
    case 1:
      return chance.pick(NUMBERS);
    case 2:
      return chance.pick([null, true, false, [], {}, new Uint8Array(0), new Uint8Array(32)]);
    default:
      return scalars.length === 0 ? null : chance.pick(scalars);
  }
}

function near(chance: Chance, value: Cbor): Cbor {
  if (typeof value === "number") return nearNumber(chance, value);
  if (typeof value === "bigint") return chance.pick(BIGINTS);
  if (typeof value === "boolean") return !value;
  return typeof value === "string" ? nearText(chance, value) : chance.pick(TEXTS);
}

function nearNumber(chance: Chance, value: number): number | bigint {
  if (chance.oneIn(8)) return chance.pick(BIGINTS);
  if (chance.oneIn(4)) return chance.pick(NUMBERS);
  const moved = value + (chance.oneIn(2) ? 1 : -1) * (chance.oneIn(2) ? 1 : chance.below(1000));
  return Number.isSafeInteger(moved) ? moved : -value;
}

function nearText(chance: Chance, text: string): string {
  const at = chance.below(text.length + 1);
  switch (chance.below(5)) {
    case 0:
      return text.slice(0, at) + text.slice(at + 1);
    case 1:
      return text.slice(0, at) + String.fromCharCode(chance.below(128)) + text.slice(at);
    case 2:
      return text.slice(0, at) + chance.pick(TEXTS) + text.slice(at);
    case 3:
      return text.repeat(2);
    default:
      return text.slice(0, at);
  }
}

function mutateList(chance: Chance, list: readonly Cbor[], making: Making): Cbor {
  if (list.length === 0) return [scalar(chance, making)];
  const at = chance.below(list.length);
  const item = list[at] as Cbor;
  switch (chance.below(WAYS)) {
    case 0:
      return list.toSpliced(at, 1);
    case 1:
      return list.toSpliced(at, 0, item);
    case 2:
      return list.toSpliced(at, 0, scalar(chance, making));
    case 3: {
      const other = chance.below(list.length);
      return list.with(at, list[other] as Cbor).with(other, item);
    }
    case 4:
      return chance.oneIn(4) ? item : list.with(at, [item]);
    default:
      return list.with(at, mutateTree(chance, item, making));
  }
}

function mutateEntries(
  chance: Chance,
  entries: readonly Entry[],
  making: Making,
): readonly Entry[] {
  if (entries.length === 0) return [["a", scalar(chance, making)]];
  const at = chance.below(entries.length);
  const [key, value] = entries[at] as Entry;
  switch (chance.below(WAYS)) {
    case 0:
      return entries.toSpliced(at, 1);
    case 1:
      return entries.toSpliced(at, 1, [moved(chance, key), value]);
    case 2:
      return [...entries, [moved(chance, key), value]];
    case 3:
      return entries.with(at, [key, chance.pick(entries)[1]]);
    default:
      return entries.with(at, [key, mutateTree(chance, value, making)]);
  }
}

/** Another key of the same kind. */
function moved(chance: Chance, key: CborKey): CborKey {
  if (typeof key === "string") return nearText(chance, key);
  return Number(key) + chance.below(5) - 2;
}
