import { fromHex } from "../src/base/text.js";
import { type Cbor, isCborArray, isCborObject } from "../src/codec/cbor-value.js";

/** What a fact says: its key, and its value with what is encoded in it laid open. */
export type Said = { readonly key: string; readonly value: Cbor };

/** A byte string this long that stands in two places was put there, and is no chance. */
const LENGTH = 16;
const HEX = /^(?:[0-9a-f]{2}){16,}$/;

export type Handle = {
  /** Who has it. */
  readonly person: unknown;
  /** Every key that ever signed for it, and their ids. */
  readonly keys: readonly Uint8Array[];
};

/**
 * What ties handles together, in words.
 *
 * A fact is _under_ a handle when its key or its value names the handle or one of its keys. Two
 * handles are tied
 * - by a byte string of 16 or more that stands in a fact under the one and not the other, and in a
 *   fact under the other and not the one. What stands in facts under both says no more than they do:
 *   the two took part in the same act. A handle and its keys make a fact be under it and tie nothing
 *   by themselves;
 * - by a key that is both's;
 * - where they are one person's, by any fact that is under both.
 *
 * A byte string is any 16 bytes in a row of a byte string, of a word of hex digits, or of another word
 * in a text, whether in a key or in a value; names of members are the schema's. Those of `common` are
 * left out: code lists, and the keys of organisations and officials.
 */
export function ties(
  facts: readonly Said[],
  handles: ReadonlyMap<string, Handle>,
  common: readonly Uint8Array[],
): string[] {
  const found = new Set<string>();
  const exempt = new Set(common.flatMap((bytes) => piecesOf(Buffer.from(bytes))));
  const owners = ownersOf(handles, (piece) => found.add(`the key ${hexOf(piece)} of two handles`));
  const places = new Map<string, ReadonlySet<string>[]>();
  for (const { key, value } of facts) {
    const pieces = new Set([...stringsIn(key), ...stringsIn(value)].flatMap(piecesOf));
    const under = new Set([...pieces].flatMap((piece) => owners.get(piece) ?? []));
    const people = [...under].map((handle) => handles.get(handle)?.person);
    if (new Set(people).size < people.length) found.add(`two handles of one person in ${key}`);
    if (under.size === 0) continue;
    for (const piece of pieces) {
      if (exempt.has(piece) || owners.has(piece)) continue;
      const seen = places.get(piece) ?? [];
      const isTied = seen.some((other) => !isWithin(under, other) && !isWithin(other, under));
      if (isTied) found.add(`${hexOf(piece)} in ${key}`);
      places.set(piece, [...seen, under]);
    }
  }
  return [...found];
}

/** Whose a piece of a handle or of a key is. */
function ownersOf(
  handles: ReadonlyMap<string, Handle>,
  onShared: (piece: string) => void,
): Map<string, string> {
  const owners = new Map<string, string>();
  for (const [handle, { keys }] of handles) {
    for (const piece of [fromHex(handle), ...keys].flatMap((bytes) =>
      piecesOf(Buffer.from(bytes)),
    )) {
      if ((owners.get(piece) ?? handle) !== handle) onShared(piece);
      owners.set(piece, handle);
    }
  }
  return owners;
}

const hexOf = (piece: string): string => Buffer.from(piece, "latin1").toString("hex");
const isWithin = (inner: ReadonlySet<string>, outer: ReadonlySet<string>): boolean =>
  [...inner].every((handle) => outer.has(handle));

function stringsIn(value: Cbor): Buffer[] {
  if (value instanceof Uint8Array) return [Buffer.from(value)];
  if (typeof value === "string") return wordsIn(value);
  if (isCborArray(value)) return value.flatMap(stringsIn);
  return isCborObject(value) ? Object.values(value).flatMap((one) => stringsIn(one ?? null)) : [];
}

function wordsIn(text: string): Buffer[] {
  const words = text.split(/[^A-Za-z0-9]+/);
  return words.map((word) => Buffer.from(HEX.test(word) ? fromHex(word) : Buffer.from(word)));
}

function piecesOf(bytes: Buffer): string[] {
  const count = Math.max(0, bytes.length - LENGTH + 1);
  return Array.from({ length: count }, (_, at) => bytes.toString("latin1", at, at + LENGTH));
}
