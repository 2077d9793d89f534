import { CounterfoilError } from "../base/errors.js";
import { limits } from "../base/limits.js";
import { utf8Decode } from "../base/text.js";
import type { Cbor, CborKey } from "./cbor-value.js";
import { codecError } from "./errors.js";

/**
 * Exactly one deterministic CBOR item (RFC 8949 §4.2.1), or a coded refusal. Byte strings of more than
 * 64 bytes are views of `bytes`: copy what outlives it.
 * @throws CBOR_* of `errors.ts`
 */
export function decodeCbor(bytes: Uint8Array): Cbor {
  return new Decoder(bytes).whole(null);
}

/**
 * As `decodeCbor`, for what a stranger sends long and whose form allows few items: a byte of the input may
 * cost 200 of memory and microseconds otherwise.
 * @param most elements of arrays and entries of maps, all in all
 */
export function decodeCborWithin(bytes: Uint8Array, most: number): Cbor {
  return new Decoder(bytes, COPIED, most).whole(null);
}

/** As `decodeCbor`, but every byte string is a copy: it may outlive `bytes`. @throws CBOR_* */
export function decodeCborCopied(bytes: Uint8Array): Cbor {
  return new Decoder(bytes, Number.POSITIVE_INFINITY).whole(null);
}

/** The item inside the one `tag` that must stand around it. @throws CBOR_* */
export function decodeTaggedCbor(bytes: Uint8Array, tag: 18 | 98): Cbor {
  return new Decoder(bytes).whole(tag);
}

/** Major types, RFC 8949 §3.1. */
const Major = { Unsigned: 0, Negative: 1, Bytes: 2, Text: 3, Array: 4, Map: 5, Tag: 6 } as const;

/** Up to so many bytes, a copy costs what a view does, and keeps nothing else alive. */
const COPIED = 64;

/** Up to so many bytes, a text is put together faster than the runtime decodes it. */
const SHORT = 64;
const ASCII = Array.from({ length: 0x80 }, (_, code) => String.fromCharCode(code));

/**
 * What a map of text becomes: without anything inherited "__proto__" is a key like any other. An
 * object made by a constructor keeps its members where the engine finds them by place, one made by
 * `Object.create(null)` in a table of its own.
 */
class Fields {
  [name: string]: Cbor;
}
Reflect.deleteProperty(Fields.prototype, "constructor");
Object.setPrototypeOf(Fields.prototype, null);

class Decoder {
  private at = 0;
  private readonly bytes: Uint8Array;
  /** Longest byte string that is copied. */
  private readonly copied: number;
  /** Elements and entries that may still come. */
  private left: number;

  constructor(bytes: Uint8Array, copied = COPIED, most = bytes.length) {
    this.bytes = bytes;
    this.copied = copied;
    this.left = most;
  }

  whole(tag: number | null): Cbor {
    if (tag !== null) this.expectTag(tag);
    const value = this.item(tag === null ? 0 : 1);
    if (this.at !== this.bytes.length) throw this.error("CBOR_TRAILING");
    return value;
  }

  private item(depth: number): Cbor {
    const start = this.at;
    const initial = this.byte();
    const major = initial >> 5;
    if (major === 7) return this.simple(initial, start);
    const argument = this.argument(initial & 31, start);
    switch (major) {
      case Major.Unsigned:
        return argument;
      case Major.Negative:
        return typeof argument === "number" && argument < Number.MAX_SAFE_INTEGER
          ? -1 - argument
          : -1n - BigInt(argument);
      case Major.Bytes:
        return this.octets(argument, start);
      case Major.Text:
        return this.text(argument, start);
      case Major.Array:
        return this.array(argument, depth + 1, start);
      case Major.Map:
        return this.map(argument, depth + 1, start);
      default:
        throw this.error("CBOR_TAG", start);
    }
  }

  private expectTag(tag: number): void {
    const initial = this.byte();
    if (initial >> 5 !== Major.Tag) throw this.error("CBOR_TAG", 0);
    if (this.argument(initial & 31, 0) !== tag) throw this.error("CBOR_TAG", 0);
  }

  private array(count: number | bigint, depth: number, start: number): Cbor[] {
    this.enter(count, depth, start);
    const items: Cbor[] = [];
    for (let i = 0; i < Number(count); i++) items.push(this.item(depth));
    return items;
  }

  private map(count: number | bigint, depth: number, start: number): Cbor {
    this.enter(count, depth, start);
    const object = new Fields();
    let map: Map<CborKey, Cbor> | null = null;
    let previousStart = -1;
    let previousEnd = -1;
    for (let i = 0; i < Number(count); i++) {
      const keyStart = this.at;
      const key = this.item(depth);
      if (typeof key !== "string" && typeof key !== "number" && typeof key !== "bigint") {
        throw this.error("CBOR_MAP_KEY", keyStart);
      }
      if (previousStart >= 0 && !this.ascends(previousStart, previousEnd, keyStart)) {
        throw this.error("CBOR_MAP_ORDER", keyStart);
      }
      previousStart = keyStart;
      previousEnd = this.at;
      const value = this.item(depth);
      if (map === null && typeof key === "string") object[key] = value;
      else {
        map ??= i === 0 ? new Map() : new Map(Object.entries(object));
        map.set(key, value);
      }
    }
    return map ?? object;
  }

  /** The count comes from outside: every element takes a byte at least, so refuse before reserving memory. */
  private enter(count: number | bigint, depth: number, start: number): void {
    if (depth > limits.cborDepth) throw this.error("CBOR_DEPTH", start);
    if (count > this.bytes.length - this.at) throw this.error("CBOR_TRUNCATED", start);
    this.left -= Number(count);
    if (this.left < 0) throw this.error("CBOR_ITEMS", start);
  }

  private ascends(previousStart: number, previousEnd: number, start: number): boolean {
    const lengthA = previousEnd - previousStart;
    const lengthB = this.at - start;
    const shorter = Math.min(lengthA, lengthB);
    for (let i = 0; i < shorter; i++) {
      const difference =
        (this.bytes[previousStart + i] as number) - (this.bytes[start + i] as number);
      if (difference !== 0) return difference < 0;
    }
    return lengthA < lengthB;
  }

  private octets(length: number | bigint, start: number): Uint8Array {
    if (length > this.copied) return this.take(length, start);
    const from = this.at;
    this.skip(length, start);
    return this.bytes.slice(from, this.at);
  }

  private text(length: number | bigint, start: number): string {
    const from = this.at;
    this.skip(length, start);
    if (length > SHORT) return this.utf8(from, start);
    let text = "";
    for (let i = from; i < this.at; i++) {
      const byte = this.bytes[i] as number;
      if (byte > 0x7f) return this.utf8(from, start);
      text += ASCII[byte] as string;
    }
    return text;
  }

  private utf8(from: number, start: number): string {
    try {
      return utf8Decode(this.bytes.subarray(from, this.at));
    } catch (cause) {
      if (cause instanceof CounterfoilError)
        throw codecError("CBOR_UTF8", { offset: start }, cause);
      throw cause;
    }
  }

  private simple(initial: number, start: number): Cbor {
    switch (initial) {
      case 0xf4:
        return false;
      case 0xf5:
        return true;
      case 0xf6:
        return null;
      case 0xf9:
      case 0xfa:
      case 0xfb:
        throw this.error("CBOR_FLOAT", start);
      case 0xff:
        throw this.error("CBOR_INDEFINITE", start);
      default:
        throw this.error("CBOR_SIMPLE", start);
    }
  }

  private argument(additional: number, start: number): number | bigint {
    if (additional < 24) return additional;
    if (additional === 31) throw this.error("CBOR_INDEFINITE", start);
    if (additional > 27) throw this.error("CBOR_RESERVED", start);
    const width = 1 << (additional - 24);
    let value = 0;
    for (let i = 0; i < Math.min(width, 4); i++) value = value * 256 + this.byte();
    if (width === 8) return this.wide(value, start);
    const least = width === 1 ? 24 : width === 2 ? 0x100 : 0x1_0000;
    if (value < least) throw this.error("CBOR_NOT_SHORTEST", start);
    return value;
  }

  private wide(high: number, start: number): number | bigint {
    if (high === 0) throw this.error("CBOR_NOT_SHORTEST", start);
    let low = 0;
    for (let i = 0; i < 4; i++) low = low * 256 + this.byte();
    if (high <= 0x1f_ffff) return high * 0x1_0000_0000 + low;
    return (BigInt(high) << 32n) | BigInt(low);
  }

  private take(length: number | bigint, start: number): Uint8Array {
    const from = this.at;
    this.skip(length, start);
    return this.bytes.subarray(from, this.at);
  }

  private skip(length: number | bigint, start: number): void {
    if (length > this.bytes.length - this.at) throw this.error("CBOR_TRUNCATED", start);
    this.at += Number(length);
  }

  private byte(): number {
    const byte = this.bytes[this.at];
    if (byte === undefined) throw this.error("CBOR_TRUNCATED");
    this.at++;
    return byte;
  }

  private error(
    code: Parameters<typeof codecError>[0],
    offset: number = this.at,
  ): CounterfoilError {
    return codecError(code, { offset });
  }
}
