import { compareBytes } from "../base/bytes.js";
import { utf8Encode } from "../base/text.js";
import type { Cbor, CborArray, CborMap, CborObject } from "./cbor-value.js";
import { codecError } from "./errors.js";

/**
 * The one deterministic encoding of a value (RFC 8949 §4.2.1).
 * @throws CBOR_FLOAT, CBOR_RANGE, CBOR_UTF8, CBOR_UNENCODABLE
 */
export function encodeCbor(value: Cbor): Uint8Array {
  return encoded((out) => write(out, value), copied);
}

/**
 * The same, where the copy that is given back is the caller's to make.
 * @param keep is given bytes that hold only until it returns
 * @throws as `encodeCbor`
 */
export function encodeCborInto(keep: (bytes: Uint8Array) => Uint8Array, value: Cbor): Uint8Array {
  return encoded((out) => write(out, value), keep);
}

const copied = (bytes: Uint8Array): Uint8Array => bytes.slice();

/** The value with `tag` around it. @throws as `encodeCbor` */
export function encodeTaggedCbor(tag: 18 | 98, value: Cbor): Uint8Array {
  return encoded((out) => {
    out.head(6, tag);
    write(out, value);
  }, copied);
}

/**
 * Nothing here waits, so one buffer serves every encoding; one that stands within another (the keys
 * of a map that are not all text) goes on behind it. It grows to the largest item ever made.
 */
let shared = new Uint8Array(4096);
let used = 0;

function encoded(fill: (out: Writer) => void, keep: (bytes: Uint8Array) => Uint8Array): Uint8Array {
  const start = used;
  try {
    fill(writer);
    return keep(shared.subarray(start, used));
  } finally {
    used = start;
  }
}

class Writer {
  head(major: number, argument: number | bigint): void {
    room(HEAD_BYTES);
    const type = major << 5;
    if (argument < 24) shared[used++] = type | Number(argument);
    else if (argument < 0x100) this.#wide(type | 24, Number(argument), 1);
    else if (argument < 0x1_0000) this.#wide(type | 25, Number(argument), 2);
    else if (argument < 0x1_0000_0000) this.#wide(type | 26, Number(argument), 4);
    else {
      const low = BigInt(argument) & 0xffff_ffffn;
      this.#wide(type | 27, Number(BigInt(argument) >> 32n), 4);
      this.#tail(Number(low), 4);
    }
  }

  byte(value: number): void {
    room(1);
    shared[used++] = value;
  }

  bytes(part: Uint8Array): void {
    room(part.length);
    shared.set(part, used);
    used += part.length;
  }

  /** Text whose characters are a byte each. */
  ascii(text: string): void {
    room(text.length);
    for (let i = 0; i < text.length; i++) shared[used++] = text.charCodeAt(i);
  }

  /** Its room is there. */
  #wide(initial: number, value: number, width: number): void {
    shared[used++] = initial;
    this.#tail(value, width);
  }

  #tail(value: number, width: number): void {
    for (let shift = 8 * (width - 1); shift >= 0; shift -= 8) shared[used++] = value >>> shift;
  }
}

/** The longest head: its initial byte and eight more (RFC 8949 §3). */
const HEAD_BYTES = 9;

const writer = new Writer();

function write(out: Writer, value: Cbor): void {
  switch (typeof value) {
    case "number":
      if (!Number.isSafeInteger(value)) throw codecError("CBOR_FLOAT", { value: String(value) });
      return value < 0 ? out.head(1, -1 - value) : out.head(0, value);
    case "bigint":
      return writeBigint(out, value);
    case "string":
      return writeText(out, value);
    case "boolean":
      return out.byte(value ? 0xf5 : 0xf4);
    case "object":
      if (value === null) return out.byte(0xf6);
      if (value instanceof Uint8Array) {
        out.head(2, value.length);
        return out.bytes(value);
      }
      if (Array.isArray(value)) return writeArray(out, value);
      if (value instanceof Map) return writeMap(out, value);
      return writeObject(out, value as CborObject);
    default:
      throw codecError("CBOR_UNENCODABLE", { type: typeof value });
  }
}

function writeBigint(out: Writer, value: bigint): void {
  const argument = value < 0n ? -1n - value : value;
  if (argument >= 1n << 64n) throw codecError("CBOR_RANGE", { value });
  out.head(value < 0n ? 1 : 0, argument);
}

function room(more: number): void {
  if (used + more <= shared.length) return;
  const larger = new Uint8Array(Math.max(shared.length * 2, used + more));
  larger.set(shared);
  shared = larger;
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return false;
  return true;
}

function writeText(out: Writer, text: string): void {
  if (isAscii(text)) {
    out.head(3, text.length);
    return out.ascii(text);
  }
  // A lone surrogate would be encoded as U+FFFD: two texts with one encoding.
  if (!text.isWellFormed()) throw codecError("CBOR_UTF8");
  const bytes = utf8Encode(text);
  out.head(3, bytes.length);
  out.bytes(bytes);
}

function writeArray(out: Writer, items: CborArray): void {
  out.head(4, items.length);
  for (let i = 0; i < items.length; i++) write(out, items[i] as Cbor);
}

function writeObject(out: Writer, object: CborObject): void {
  const names = Object.keys(object);
  const order = orderOf(names);
  if (order === null) return writeEntries(out, Object.entries(object));
  out.head(5, names.length);
  for (let i = 0; i < order.length; i++) {
    const { name, encoded } = order[i] as Name;
    out.bytes(encoded);
    write(out, object[name] as Cbor);
  }
}

/** A name and its encoding. */
type Name = { readonly name: string; readonly encoded: Uint8Array };

/**
 * Names in the order in which objects have them, and the order of their encodings, found once: records
 * of one type have the same names. By name from the first, since to join them for a key costs more.
 */
class Names {
  readonly next = new Map<string, Names>();
  /** Null where not all of them are ASCII; undefined until it is asked for. */
  order: readonly Name[] | null | undefined;
}

let known = new Names();
let knownCount = 0;
/** When so many are known, all are forgotten: objects of anybody's come here too. */
const MOST_KNOWN = 4096;
const MOST_NAME_TEXT = 64;

/** The names in the order of their encodings; null where not all of them are ASCII. */
function orderOf(names: readonly string[]): readonly Name[] | null {
  let at = known;
  for (const name of names) {
    const next = at.next.get(name) ?? learn(at, name);
    if (next === null) return sorted(names);
    at = next;
  }
  if (at.order === undefined) at.order = sorted(names);
  return at.order;
}

function learn(before: Names, name: string): Names | null {
  if (name.length > MOST_NAME_TEXT) return null;
  if (++knownCount > MOST_KNOWN) {
    known = new Names();
    knownCount = 0;
    return null;
  }
  const names = new Names();
  before.next.set(name, names);
  return names;
}

function sorted(names: readonly string[]): readonly Name[] | null {
  if (!names.every(isAscii)) return null;
  return [...names].sort(compareAscii).map((name) => ({ name, encoded: encodeCbor(name) }));
}

/** As their encodings compare: the head says the length, so the shorter comes first. */
function compareAscii(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : 1);
}

function writeMap(out: Writer, map: CborMap): void {
  const start = used;
  out.head(5, map.size);
  let previous = used;
  let end = used;
  for (const [key, value] of map) {
    const at = used;
    write(out, key);
    // Most are made in their order; one that is not is begun again, and sorted.
    if (at > previous && !ascends(previous, end, at)) {
      used = start;
      return writeEntries(out, [...map]);
    }
    [previous, end] = [at, used];
    write(out, value);
  }
}

/** Whether what stands from `from` to `to` comes before what stands from `at` to the end. */
function ascends(from: number, to: number, at: number): boolean {
  return compareBytes(shared.subarray(from, to), shared.subarray(at, used)) < 0;
}

function writeEntries(out: Writer, entries: readonly (readonly [Cbor, Cbor])[]): void {
  out.head(5, entries.length);
  const keyed = entries.map(([key, value]) => ({ key: encodeCbor(key), value }));
  keyed.sort((a, b) => compareBytes(a.key, b.key));
  let previous: Uint8Array | null = null;
  for (const { key, value } of keyed) {
    // 1 and 1n are two keys of a Map and one of CBOR.
    if (previous !== null && compareBytes(previous, key) === 0) throw codecError("CBOR_MAP_ORDER");
    out.bytes(key);
    write(out, value);
    previous = key;
  }
}
