import {
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from "kysely";
import { toHex, utf8Encode } from "../base/text.js";
import { sha256 } from "../crypto/hash.js";
import type { ModuleSet } from "../ledger/module-set.js";
import type { Columns, ColumnType, Table } from "../ledger/tables.js";
import { ownTables, proofColumns, versionColumns } from "./own-tables.js";

/** Changes when what a row says of its fact does; new tables and columns are seen without it. */
const VERSION = 1;

type Definition = {
  readonly name: string;
  readonly columns: Columns;
  readonly indexes: readonly (readonly string[])[];
};

/** Makes statements and runs none. */
const compiler = new Kysely<Record<string, never>>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
});

export const tablesOf = ({ modules }: ModuleSet): readonly Table[] =>
  modules.flatMap(({ tables = [] }) => tables);

/** All columns of a module's table. */
export function columnsOf({ keeps, columns }: Table): Columns {
  return { ...proofColumns, ...(keeps === "every" && versionColumns), ...columns };
}

function definitionsOf(tables: readonly Table[]): Definition[] {
  const ofModules = tables.map((table) => ({
    name: table.name,
    columns: columnsOf(table),
    indexes: [["fact_index"], ...table.indexes],
  }));
  return [...ownTables, ...ofModules];
}

/** The statements that make every table and index. */
export function definitionSql(modules: ModuleSet): string[] {
  return definitionsOf(tablesOf(modules)).flatMap(({ name, columns, indexes }) => {
    const table = Object.entries(columns).reduce(
      (builder, [column, type]) =>
        builder.addColumn(column, sqlType(type), (of) => (isNullable(type) ? of : of.notNull())),
      compiler.schema.createTable(name),
    );
    const made = indexes.map((on) =>
      compiler.schema
        .createIndex(`${name}_${on.join("_")}`)
        .on(name)
        .columns([...on]),
    );
    return [table, ...made].map((statement) => statement.compile().sql);
  });
}

/** PostgreSQL has no other name for a whole number of 53 bits. */
const sqlType = (type: ColumnType) => (type.startsWith("integer") ? "bigint" : "text");
const isNullable = (type: ColumnType): boolean => type.endsWith("or null");

/** What an older read model must equal to be of use: the tables, and what their rows mean. */
export function formatOf(modules: ModuleSet): string {
  const definitions = definitionsOf(tablesOf(modules)).map(({ name, columns, indexes }) => [
    name,
    Object.entries(columns),
    indexes,
  ]);
  return `${VERSION}.${toHex(sha256(utf8Encode(JSON.stringify(definitions)))).slice(0, 16)}`;
}

/** `insert` of one row of these columns, in their order. */
export function insertSql(table: string, columns: Columns): string {
  const names = Object.keys(columns);
  const quoted = names.map((name) => `"${name}"`).join(", ");
  return `insert into "${table}" (${quoted}) values (${names.map(() => "?").join(", ")})`;
}
