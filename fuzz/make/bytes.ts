import type { Chance } from "../run/chance.js";

/** Where lengths, counts and heads of encodings turn. */
const EDGES = [0x00, 0x01, 0x17, 0x18, 0x1b, 0x1f, 0x20, 0x3b, 0x40, 0x5f, 0x7f, 0x80, 0x9f, 0xff];
const WIDE_EDGES = [
  [0xff, 0xff],
  [0x80, 0x00],
  [0x7f, 0xff, 0xff, 0xff],
  [0xff, 0xff, 0xff, 0xff],
  [0x00, 0x1f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
  [0x00, 0x20, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00],
  [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
].map((bytes) => Uint8Array.from(bytes));
/** No format takes more than a few times as much from a corpus of small inputs. */
const MOST_BYTES = 64 * 1024;

type Mutation = (chance: Chance, bytes: Uint8Array, others: readonly Uint8Array[]) => Uint8Array;

const mutations: readonly Mutation[] = [
  flipBit,
  setByte,
  step,
  insert,
  remove,
  repeat,
  overwriteWide,
  splice,
  copyWithin,
];

/** One to a few changes; `others` are what pieces are taken from. */
export function mutateBytes(
  chance: Chance,
  bytes: Uint8Array,
  others: readonly Uint8Array[],
): Uint8Array {
  let changed = bytes;
  for (let left = chance.few(8); left > 0; left--) {
    const next = chance.pick(mutations)(chance, changed, others);
    if (next.length <= MOST_BYTES) changed = next;
  }
  return changed;
}

function changedAt(chance: Chance, bytes: Uint8Array, change: (byte: number) => number) {
  const changed = bytes.slice();
  if (changed.length === 0) return changed;
  const at = chance.below(changed.length);
  changed[at] = change(changed[at] as number);
  return changed;
}

function flipBit(chance: Chance, bytes: Uint8Array): Uint8Array {
  return changedAt(chance, bytes, (byte) => byte ^ (1 << chance.below(8)));
}

function setByte(chance: Chance, bytes: Uint8Array): Uint8Array {
  return changedAt(chance, bytes, () => (chance.oneIn(2) ? chance.pick(EDGES) : chance.below(256)));
}

/** What is a length or a count is then one too many, or too few. */
function step(chance: Chance, bytes: Uint8Array): Uint8Array {
  return changedAt(chance, bytes, (byte) => byte + (chance.oneIn(2) ? 1 : -1));
}

function insert(chance: Chance, bytes: Uint8Array): Uint8Array {
  const at = chance.below(bytes.length + 1);
  const more = Uint8Array.from({ length: chance.few(16) }, () => chance.below(256));
  return joined(bytes.subarray(0, at), more, bytes.subarray(at));
}

function piece(chance: Chance, bytes: Uint8Array): { from: number; to: number } {
  const from = chance.below(bytes.length + 1);
  const most = bytes.length - from;
  const length = chance.oneIn(4) ? chance.below(most + 1) : Math.min(most, chance.few(16));
  return { from, to: from + length };
}

function remove(chance: Chance, bytes: Uint8Array): Uint8Array {
  const { from, to } = piece(chance, bytes);
  return joined(bytes.subarray(0, from), bytes.subarray(to));
}

function repeat(chance: Chance, bytes: Uint8Array): Uint8Array {
  const { from, to } = piece(chance, bytes);
  const copies = Array.from({ length: chance.few(6) }, () => bytes.subarray(from, to));
  return joined(bytes.subarray(0, to), ...copies, bytes.subarray(to));
}

function overwriteWide(chance: Chance, bytes: Uint8Array): Uint8Array {
  const edge = chance.pick(WIDE_EDGES);
  if (bytes.length < edge.length) return edge;
  const changed = bytes.slice();
  changed.set(edge, chance.below(bytes.length - edge.length + 1));
  return changed;
}

function splice(chance: Chance, bytes: Uint8Array, others: readonly Uint8Array[]): Uint8Array {
  if (others.length === 0) return bytes;
  const other = chance.pick(others);
  const own = piece(chance, bytes);
  const taken = piece(chance, other);
  return joined(
    bytes.subarray(0, own.from),
    other.subarray(taken.from, taken.to),
    bytes.subarray(own.to),
  );
}

function copyWithin(chance: Chance, bytes: Uint8Array): Uint8Array {
  const { from, to } = piece(chance, bytes);
  return bytes.slice().copyWithin(chance.below(bytes.length + 1), from, to);
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
