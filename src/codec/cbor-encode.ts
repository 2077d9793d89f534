import { compareBytes } from "../base/bytes.js";
import { utf8Encode } from "../base/text.js";
import type { Cbor, CborArray, CborMap, CborObject } from "./cbor-value.js";
import { codecError } from "./errors.js";

/**
 * The one deterministic encoding of a value (RFC 8949 §4.2.1).
 * @throws CBOR_FLOAT, CBOR_RANGE, CBOR_UNENCODABLE
 */
export function encodeCbor(value: Cbor): Uint8Array {
  const out = new Writer();
  write(out, value);
  return out.done();
}

/** The value with `tag` around it. @throws as `encodeCbor` */
export function encodeTaggedCbor(tag: 18 | 98, value: Cbor): Uint8Array {
  const out = new Writer();
  out.head(6, tag);
  write(out, value);
  return out.done();
}

class Writer {
  private buffer = new Uint8Array(256);
  private length = 0;

  head(major: number, argument: number | bigint): void {
    const type = major << 5;
    if (argument < 24) this.byte(type | Number(argument));
    else if (argument < 0x100) this.fixed(type | 24, Number(argument), 1);
    else if (argument < 0x1_0000) this.fixed(type | 25, Number(argument), 2);
    else if (argument < 0x1_0000_0000) this.fixed(type | 26, Number(argument), 4);
    else {
      const wide = BigInt(argument);
      this.fixed(type | 27, Number(wide >> 32n), 4);
      this.tail(Number(wide & 0xffff_ffffn), 4);
    }
  }

  byte(value: number): void {
    this.room(1);
    this.buffer[this.length++] = value;
  }

  bytes(part: Uint8Array): void {
    this.room(part.length);
    this.buffer.set(part, this.length);
    this.length += part.length;
  }

  done(): Uint8Array {
    return this.buffer.slice(0, this.length);
  }

  private fixed(initial: number, value: number, width: number): void {
    this.byte(initial);
    this.tail(value, width);
  }

  private tail(value: number, width: number): void {
    for (let shift = 8 * (width - 1); shift >= 0; shift -= 8) this.byte((value >>> shift) & 0xff);
  }

  private room(more: number): void {
    if (this.length + more <= this.buffer.length) return;
    const larger = new Uint8Array(Math.max(this.buffer.length * 2, this.length + more));
    larger.set(this.buffer);
    this.buffer = larger;
  }
}

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

function writeText(out: Writer, text: string): void {
  // A lone surrogate would be encoded as U+FFFD: two texts with one encoding.
  if (!text.isWellFormed()) throw codecError("CBOR_UTF8");
  const bytes = utf8Encode(text);
  out.head(3, bytes.length);
  out.bytes(bytes);
}

function writeArray(out: Writer, items: CborArray): void {
  out.head(4, items.length);
  for (const item of items) write(out, item);
}

function writeObject(out: Writer, object: CborObject): void {
  writeEntries(out, Object.entries(object));
}

function writeMap(out: Writer, map: CborMap): void {
  writeEntries(out, [...map]);
}

function writeEntries(out: Writer, entries: readonly (readonly [Cbor, Cbor])[]): void {
  out.head(5, entries.length);
  if (entries.length === 1) {
    const [key, value] = entries[0] as readonly [Cbor, Cbor];
    write(out, key);
    return write(out, value);
  }
  const encoded = entries.map(([key, value]) => ({ key: encodeCbor(key), value }));
  encoded.sort((a, b) => compareBytes(a.key, b.key));
  let previous: Uint8Array | null = null;
  for (const { key, value } of encoded) {
    // 1 and 1n are two keys of a Map and one of CBOR.
    if (previous !== null && compareBytes(previous, key) === 0) throw codecError("CBOR_MAP_ORDER");
    out.bytes(key);
    write(out, value);
    previous = key;
  }
}
