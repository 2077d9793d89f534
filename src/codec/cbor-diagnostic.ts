import { toHex } from "../base/text.js";
import type { Cbor } from "./cbor-value.js";

/** What fits into a line is not broken. */
const LINE = 72;
const INDENT = "  ";

/** An item in diagnostic notation (RFC 8949 §8), broken into lines as people read it. */
export function diagnosticOf(value: Cbor): string {
  return write(value, "");
}

function write(value: Cbor, indent: string): string {
  const line = inOne(value);
  if (indent.length + line.length <= LINE || !isNested(value)) return line;
  const inner = indent + INDENT;
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  const items = itemsOf(value).map(
    ([key, item]) => `${inner}${key === null ? "" : `${inOne(key)}: `}${write(item, inner)}`,
  );
  return `${open}\n${items.join(",\n")}\n${indent}${close}`;
}

function inOne(value: Cbor): string {
  if (value instanceof Uint8Array) return `h'${toHex(value)}'`;
  // §8: "text strings are notated as in JSON".
  if (typeof value === "string") return JSON.stringify(value);
  if (!isNested(value)) return String(value);
  const items = itemsOf(value).map(
    ([key, item]) => `${key === null ? "" : `${inOne(key)}: `}${inOne(item)}`,
  );
  return Array.isArray(value) ? `[${items.join(", ")}]` : `{${items.join(", ")}}`;
}

type Nested = Extract<Cbor, object>;

function isNested(value: Cbor): value is Nested {
  return typeof value === "object" && value !== null && !(value instanceof Uint8Array);
}

/** Members in the order of the value; an array's have no key. */
function itemsOf(value: Nested): readonly (readonly [key: Cbor | null, item: Cbor])[] {
  if (Array.isArray(value)) return value.map((item: Cbor) => [null, item]);
  return value instanceof Map ? [...value] : Object.entries(value);
}
