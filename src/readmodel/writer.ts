import { toHex } from "../base/text.js";
import { decodeEnvelope } from "../ledger/envelope.js";
import type { Fact } from "../ledger/fact.js";
import type { ModuleSet } from "../ledger/module-set.js";
import { readSeal, readTransaction } from "../ledger/records.js";
import { sentenceOf } from "../ledger/sentence.js";
import type { Cell, Columns, Table, TableContext } from "../ledger/tables.js";
import type { Database } from "./database.js";
import { columnsOf, insertSql, tablesOf } from "./definition.js";
import { blockTable, factTable, transactionTable } from "./own-tables.js";

type Block = { readonly height: number; readonly time: number };

/** Turns facts into rows. */
export class Writer {
  readonly #modules: ModuleSet;
  readonly #tables: readonly TableWriter[];
  readonly #blocks: Inserter;
  readonly #transactions: Inserter;
  readonly #facts: Inserter;

  constructor(database: Database, modules: ModuleSet) {
    this.#modules = modules;
    this.#tables = tablesOf(modules).map((table) => new TableWriter(database, table));
    this.#blocks = new Inserter(database, blockTable);
    this.#transactions = new Inserter(database, transactionTable);
    this.#facts = new Inserter(database, factTable);
  }

  /** The rows of one fact. @throws READMODEL_*, CBOR_*, FACT_* */
  write(fact: Fact, block: Block): void {
    switch (fact.kind) {
      case "tx":
        return this.#writeTransaction(fact, block);
      case "module":
        return this.#writeFact(fact, block);
      case "seal":
        return this.#writeBlock(fact);
      default:
        return;
    }
  }

  #writeBlock({ index, key, value }: Fact): void {
    const seal = readSeal(value);
    if (seal === null) return;
    const { height, time, transactions, facts } = seal;
    this.#blocks.insert({ fact_key: key, fact_index: index, height, time, transactions, facts });
  }

  #writeTransaction({ index, key, value }: Fact, { height, time }: Block): void {
    const record = readTransaction(value);
    if (record === null) return;
    const envelope = decodeEnvelope(record.envelope);
    this.#transactions.insert({
      fact_key: key,
      fact_index: index,
      id: toHex(envelope.id),
      type: envelope.payload.type,
      code: record.code,
      sentence: sentenceOf(this.#modules, envelope),
      height,
      time,
      writes: record.writes,
    });
  }

  #writeFact(fact: Fact, { height, time }: Block): void {
    const { index, key, supersedes, value } = fact;
    const cause = index - fact.cause;
    const retracted = value === undefined ? 1 : 0;
    const proof = { fact_key: key, fact_index: index };
    this.#facts.insert({ ...proof, cause, supersedes, height, time, retracted });
    const prefix = this.#modules.recordOf(key)?.prefix;
    for (const table of this.#tables) {
      if (table.of.prefix === prefix) table.write(fact, { height, time, cause });
    }
  }
}

/** Rows of one module's table. */
class TableWriter {
  readonly of: Table;
  readonly #database: Database;
  readonly #rows: Inserter;
  readonly #supersede: string;

  constructor(database: Database, table: Table) {
    const { name, keeps } = table;
    this.of = table;
    this.#database = database;
    this.#rows = new Inserter(database, { name, columns: columnsOf(table) });
    this.#supersede =
      keeps === "newest"
        ? `delete from "${name}" where fact_index = ?`
        : `update "${name}" set register_until = ? where fact_index = ?`;
  }

  write({ index, key, supersedes, value }: Fact, context: TableContext): void {
    const { prefix, keeps, rows } = this.of;
    const versioned = keeps === "every";
    if (supersedes !== null) {
      this.#database.write(this.#supersede, versioned ? [context.time, supersedes] : [supersedes]);
    }
    if (value === undefined) return;
    const times = versioned ? { register_from: context.time, register_until: null } : {};
    const id = key.slice(prefix.length + 1);
    for (const row of rows({ index, key, id, value }, context)) {
      this.#rows.insert({ fact_key: key, fact_index: index, ...times, ...row });
    }
  }
}

class Inserter {
  readonly #database: Database;
  readonly #sql: string;
  readonly #names: readonly string[];

  constructor(database: Database, { name, columns }: { name: string; columns: Columns }) {
    this.#database = database;
    this.#sql = insertSql(name, columns);
    this.#names = Object.keys(columns);
  }

  insert(row: Readonly<Record<string, Cell>>): void {
    this.#database.write(
      this.#sql,
      this.#names.map((name) => row[name] ?? null),
    );
  }
}
