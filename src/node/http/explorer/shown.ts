import { toHex } from "../../../base/text.js";
import {
  type Cbor,
  type CborObject,
  isCborArray,
  isCborObject,
} from "../../../codec/cbor-value.js";
import type { ModuleSet } from "../../../ledger/module-set.js";
import type { FieldView, Shown } from "../../../portal/explorer/view.js";
import { isTimeField } from "../../../portal/time-fields.js";

/** Fields that hold ids, alone or in a list, and the records whose ids they are. */
const references: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    district: ["land/district"],
    entry: ["land/daybook"],
    handle: ["identity/handle", "identity/official"],
    id: ["identity/organisation", "identity/handle"],
    keyId: ["identity/key"],
    level: ["land/level"],
    lodged: ["land/daybook"],
    office: ["land/office"],
    organisation: ["identity/organisation"],
    parcel: ["land/parcel"],
    parcels: ["land/parcel"],
    registrar: ["identity/official"],
    right: ["land/right"],
    rights: ["land/right"],
    title: ["land/title"],
    titles: ["land/title"],
    validatedBy: ["identity/organisation"],
    vouchedBy: ["identity/organisation"],
  }),
);

/** What one list or one depth shows before it is only counted. */
const most = { items: 64, depth: 4 } as const;

/** Makes values readable: times as times, ids as links where such a record stands. */
export class Shower {
  readonly #stands: (key: string) => boolean;

  /** @param stands whether a key has a fact */
  constructor(stands: (key: string) => boolean) {
    this.#stands = stands;
  }

  /** The fields of a record, with what the network's law says of each. */
  record(modules: ModuleSet, key: string, value: Cbor): readonly FieldView[] {
    const record = modules.recordOf(key);
    const order = Object.keys(record?.publicity ?? {});
    return this.fields(value, order).map((field) => ({
      ...field,
      publicity: record === undefined ? null : modules.publicityOf(record, field.name),
    }));
  }

  /** @param order of the names as they are specified; the bytes have another, by their lengths */
  fields(value: Cbor, order: readonly string[]): readonly FieldView[] {
    const members = isCborObject(value) ? Object.entries(value) : [["value", value] as const];
    const place = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
    const ordered = [...members].sort(([a], [b]) => place(a) - place(b));
    return ordered.map(([name, member]) => ({
      name,
      value: this.#shown(name, member, 0),
      publicity: null,
    }));
  }

  #shown(name: string, value: Cbor, depth: number): Shown {
    if (value === null) return { kind: "nothing" };
    if (typeof value === "string") return this.#text(name, value);
    if (typeof value === "number") return numberOf(name, value);
    if (typeof value === "boolean") return { kind: "boolean", yes: value };
    if (value instanceof Uint8Array) return { kind: "bytes", hex: toHex(value) };
    if (isCborArray(value)) return this.#list(name, value, depth);
    if (isCborObject(value)) return this.#members(value, depth);
    if (typeof value === "bigint") return { kind: "text", text: String(value) };
    return { kind: "long", count: value.size };
  }

  #text(name: string, text: string): Shown {
    const key = references
      .get(name)
      ?.map((prefix) => `${prefix}/${text}`)
      .find((place) => this.#stands(place));
    return key === undefined ? { kind: "text", text } : { kind: "record", text, key };
  }

  #list(name: string, list: readonly Cbor[], depth: number): Shown {
    if (list.length === 0) return { kind: "nothing" };
    if (isFraction(name, list)) return { kind: "text", text: list.join("/") };
    if (list.length > most.items || depth === most.depth || list.some(isCborArray)) {
      return { kind: "long", count: list.length };
    }
    const items = list.map((item) => this.#shown(name, item, depth + 1));
    return { kind: "list", items };
  }

  #members(value: CborObject, depth: number): Shown {
    const entries = Object.entries(value);
    if (depth === most.depth) return { kind: "long", count: entries.length };
    const members = entries.map(
      ([name, member]) => [name, this.#shown(name, member, depth + 1)] as const,
    );
    return { kind: "members", members };
  }
}

function numberOf(name: string, number: number): Shown {
  return isTimeField(name, number) ? { kind: "time", ms: number } : { kind: "number", number };
}

const isFraction = (name: string, list: readonly Cbor[]): list is readonly number[] =>
  name === "share" && list.length === 2 && list.every((part) => typeof part === "number");
