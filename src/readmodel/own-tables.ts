import type { Columns, RowOf, Table } from "../ledger/tables.js";

/** The read model's own tables: what the ledger itself writes. Every row has its fact's key and index. */

/** What the read model adds to every row. */
export type Proof = { readonly fact_key: string; readonly fact_index: number };
/** … and to one of a table that keeps every version: from when until when it stood on the register. */
export type Versioned = Proof & {
  readonly register_from: number;
  readonly register_until: number | null;
};
export type ProvedRow<Of extends Table> = RowOf<Of["columns"]> & Proof;
export type VersionRow<Of extends Table> = RowOf<Of["columns"]> & Versioned;

export const proofColumns = { fact_key: "text", fact_index: "integer" } as const satisfies Columns;
export const versionColumns = {
  register_from: "integer",
  register_until: "integer or null",
} as const satisfies Columns;

type OwnTable = {
  readonly name: string;
  readonly columns: Columns;
  /** The first one identifies a row. */
  readonly indexes: readonly (readonly string[])[];
};

/** Sealed blocks; `fact_index` is the seal's. */
export const blockTable = {
  name: "ledger_block",
  columns: {
    ...proofColumns,
    height: "integer",
    time: "integer",
    transactions: "integer",
    facts: "integer",
  },
  indexes: [["fact_index"], ["height"]],
} as const satisfies OwnTable;

export const transactionTable = {
  name: "ledger_transaction",
  columns: {
    ...proofColumns,
    id: "text",
    type: "text",
    code: "text",
    /** English, from the body alone; a page in another language makes its own. */
    sentence: "text",
    height: "integer",
    time: "integer",
    /** Facts that it wrote, which follow it. */
    writes: "integer",
  },
  indexes: [["fact_index"], ["id"], ["type", "fact_index"]],
} as const satisfies OwnTable;

/** Every fact that a module wrote: the versions of a key, and what a transaction wrote. */
export const factTable = {
  name: "ledger_fact",
  columns: {
    ...proofColumns,
    /** Index of the transaction, tick or genesis that wrote it. */
    cause: "integer",
    supersedes: "integer or null",
    height: "integer",
    time: "integer",
    /** 1 where the key is retracted. */
    retracted: "integer",
  },
  indexes: [["fact_index"], ["fact_key", "fact_index"], ["cause"]],
} as const satisfies OwnTable;

/** Its one row is written with the rows that it vouches for (marker.ts). */
const markerTable = {
  name: "readmodel_marker",
  columns: { format: "text", size: "integer", seal: "text" },
  indexes: [],
} as const satisfies OwnTable;

/** Streets and addresses, off the ledger (DIR/places.json): no fact proves them. */
export const streetTable = {
  name: "place_street",
  columns: {
    id: "text",
    name: "text",
    locality: "text",
    /** " mill lane northgate ": see `fold`. */
    folded: "text",
    /** JSON: [[longitude, latitude], …] in degrees. */
    line: "text",
  },
  indexes: [["id"]],
} as const satisfies OwnTable;

export const addressTable = {
  name: "place_address",
  columns: { parcel: "text", street: "text", number: "text", folded: "text" },
  indexes: [["street", "folded"], ["parcel"]],
} as const satisfies OwnTable;

export const ownTables: readonly OwnTable[] = [
  blockTable,
  transactionTable,
  factTable,
  markerTable,
  streetTable,
  addressTable,
];

export type OwnTables = {
  readonly ledger_block: RowOf<typeof blockTable.columns>;
  readonly ledger_transaction: RowOf<typeof transactionTable.columns>;
  readonly ledger_fact: RowOf<typeof factTable.columns>;
  readonly readmodel_marker: RowOf<typeof markerTable.columns>;
  readonly place_street: RowOf<typeof streetTable.columns>;
  readonly place_address: RowOf<typeof addressTable.columns>;
};
