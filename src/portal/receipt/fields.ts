import { toHex } from "../../base/text.js";
import { type Cbor, isCborArray, isCborObject } from "../../codec/cbor-value.js";
import { decodeEnvelope } from "../../ledger/envelope.js";
import type { Fact } from "../../ledger/fact.js";
import { readTransaction } from "../../ledger/records.js";
import type { Format } from "../format.js";
import type { VerifyWords } from "../messages/verify.js";
import { isTimeField } from "../time-fields.js";
import { longTime } from "./times.js";

/** `path` as a JSON Pointer has it, without its first slash; bytes in hex. */
export type Field = { readonly path: string; readonly text: string; readonly bytes: boolean };

type Words = VerifyWords["record"];

/** Every value of a fact by its path, in the order of the ledger. */
export function fieldsOf({ kind, value }: Fact, say: Words, as: Format): Field[] {
  if (value === undefined) return [];
  const record = kind === "tx" ? readTransaction(value) : null;
  if (record === null) return [...flat("", value, say, as)];
  const { type, body } = decodeEnvelope(record.envelope).payload;
  const { code, detail, writes } = record;
  return [...flat("", { type, code, detail, writes, body }, say, as)];
}

/** A value that was opened, as a field is shown. */
export function textOf(value: Cbor, say: Words, as: Format): string {
  return [...flat("", value, say, as)]
    .map(({ path, text }) => (path === "" ? text : `${path}: ${text}`))
    .join(", ");
}

function* flat(path: string, value: Cbor, say: Words, as: Format): Generator<Field> {
  const entries = entriesOf(value);
  if (entries === null || entries.length === 0) {
    const bytes = value instanceof Uint8Array;
    yield { path, text: bytes ? toHex(value) : leaf(path, value, say, as), bytes };
    return;
  }
  if (isCborArray(value) && value.every((item) => typeof item === "number")) {
    yield { path, text: value.join(", "), bytes: false };
    return;
  }
  for (const [name, item] of entries) {
    yield* flat(path === "" ? name : `${path}/${name}`, item, say, as);
  }
}

function entriesOf(value: Cbor): [string, Cbor][] | null {
  if (isCborArray(value)) return value.map((item, i) => [String(i), item]);
  if (value instanceof Map) return [...value].map(([key, item]) => [String(key), item]);
  return isCborObject(value) ? Object.entries(value) : null;
}

function leaf(path: string, value: Cbor, say: Words, as: Format): string {
  if (value === null || typeof value === "object") return say.none;
  if (typeof value === "boolean") return value ? say.yes : say.no;
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (typeof value === "number" && isTimeField(name, value)) {
    return longTime(value, as);
  }
  return String(value);
}
