import type { Kysely } from "kysely";
import type { ReadTables } from "./read-tables.js";

export type ReadDb = Kysely<ReadTables>;

/** The fact that proves a row: what a receipt is asked for by, and where it stands in the log. */
export type Proof = { readonly key: string; readonly index: number };

export const proofOf = (row: {
  readonly fact_key: string;
  readonly fact_index: number;
}): Proof => ({ key: row.fact_key, index: row.fact_index });

/** Items of a list with the cursor of those after them; null at the end. */
export type Page<Item, Cursor> = { readonly items: readonly Item[]; readonly next: Cursor | null };

/** A page out of rows of which one more was asked for than it holds. */
export function pageOf<Row, Item, Cursor>(
  rows: readonly Row[],
  limit: number,
  item: (row: Row) => Item,
  cursor: (last: Row) => Cursor,
): Page<Item, Cursor> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next = rows.length > limit && last !== undefined ? cursor(last) : null;
  return { items: shown.map(item), next };
}
