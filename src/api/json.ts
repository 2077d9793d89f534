import { toHex } from "../base/text.js";
import type { Cbor } from "../codec/cbor-value.js";

export type Json = string | number | boolean | null | Json[] | { [member: string]: Json };

/** What `cborToJson` makes of a type. */
export type JsonOf<T> = [Cbor] extends [T]
  ? Json
  : T extends Uint8Array
    ? string
    : T extends bigint
      ? number | string
      : T extends string | number | boolean | null | undefined
        ? T
        : T extends ReadonlyMap<infer _, infer Item>
          ? { [member: string]: JsonOf<Item> }
          : T extends readonly (infer Item)[]
            ? JsonOf<Item>[]
            : { -readonly [Member in keyof T]: JsonOf<T[Member]> };

/**
 * The one JSON of a CBOR value: byte strings are lower-case hex, integers beyond ±(2⁵³ − 1) decimal
 * text, integer keys of maps text. For reading: proofs are over the bytes, which do not come back.
 */
export function cborToJson<T extends Cbor>(value: T): JsonOf<T> {
  return convert(value) as JsonOf<T>;
}

function convert(value: Cbor): Json {
  if (value instanceof Uint8Array) return toHex(value);
  if (typeof value === "bigint") return fromBigint(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(convert);
  const entries = value instanceof Map ? [...value] : Object.entries(value);
  // Own properties even for "__proto__", which a plain assignment would lose.
  return Object.fromEntries(entries.map(([key, member]) => [String(key), convert(member)]));
}

export function fromBigint(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}
