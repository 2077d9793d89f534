import type { Cell, Columns } from "../ledger/tables.js";
import type { Database } from "./database.js";
import { insertSql } from "./definition.js";
import { foldedNumber, foldedText } from "./fold.js";
import { addressTable, streetTable } from "./own-tables.js";
import type { Places } from "./places.js";

/** Puts these places in the place of those that were there. @throws READMODEL_* */
export function writePlaces(database: Database, { streets, addresses }: Places): void {
  replace(
    database,
    streetTable,
    streets.map(({ id, name, locality, line }) => ({
      id,
      name,
      locality,
      folded: foldedText(`${name} ${locality}`),
      line: JSON.stringify(line),
    })),
  );
  replace(
    database,
    addressTable,
    addresses.map((address) => ({ ...address, folded: foldedNumber(address.number) })),
  );
}

function replace(
  database: Database,
  { name, columns }: { readonly name: string; readonly columns: Columns },
  rows: readonly Readonly<Record<string, Cell>>[],
): void {
  const sql = insertSql(name, columns);
  const names = Object.keys(columns);
  database.write(`delete from "${name}"`);
  for (const row of rows) {
    database.write(
      sql,
      names.map((column) => row[column] ?? null),
    );
  }
}
