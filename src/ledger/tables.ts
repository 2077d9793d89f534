import type { Cbor } from "../codec/cbor-value.js";
import type { RecordType } from "./record-type.js";

/** What a column of the read model holds: whole numbers of at most 2⁵³ − 1, or text. */
export type ColumnType = "text" | "text or null" | "integer" | "integer or null";
export type Columns = Readonly<Record<string, ColumnType>>;
export type Cell = string | number | null;

type CellOf<Type extends ColumnType> = Type extends "text"
  ? string
  : Type extends "text or null"
    ? string | null
    : Type extends "integer"
      ? number
      : number | null;
export type RowOf<Of extends Columns> = { readonly [Name in keyof Of]: CellOf<Of[Name]> };

/** A fact as a table sees it; `id` is its key behind the record's prefix. */
export type TableFact<Value> = {
  readonly index: number;
  readonly key: string;
  readonly id: string;
  readonly value: Value;
};

/** Of the block that holds the fact. */
export type TableContext = {
  readonly height: number;
  /** ms since 1970. */
  readonly time: number;
  /** Index of the transaction, tick or genesis that wrote it. */
  readonly cause: number;
};

/**
 * A table of the read model: which facts it is made of, and which rows each gives. The read model
 * adds to every row the key and index of its fact, which proves it, and with `every` from when until
 * when the fact was the newest of its key (`register_from`, `register_until`; null: it is).
 */
export type Table<Of extends Columns = Columns> = {
  /** `<module>_<what>`. */
  readonly name: `${string}_${string}`;
  /** Prefix of the records' keys. */
  readonly prefix: string;
  /** Rows of the newest fact of a key, or of every fact that ever was. */
  readonly keeps: "newest" | "every";
  readonly columns: Of;
  /** Beside the one by fact. */
  readonly indexes: readonly (readonly string[])[];
  readonly rows: (fact: TableFact<Cbor>, context: TableContext) => readonly RowOf<Of>[];
};

/** Declares a table; a function of the fact and its place in the log alone, so that a rebuild gives the same. */
export function defineTable<Value extends Cbor, const Of extends Columns>(definition: {
  readonly name: `${string}_${string}`;
  readonly record: RecordType<Value>;
  readonly keeps: "newest" | "every";
  readonly columns: Of;
  readonly indexes: readonly (readonly (keyof Of & string)[])[];
  readonly rows: (fact: TableFact<Value>, context: TableContext) => readonly RowOf<Of>[];
}): Table<Of> {
  const { name, record, keeps, columns, indexes, rows } = definition;
  return {
    name,
    prefix: record.prefix,
    keeps,
    columns,
    indexes,
    rows: (fact, context) => rows({ ...fact, value: record.parse(fact.value) }, context),
  };
}
