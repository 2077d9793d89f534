import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Kysely, SqliteDialect } from "kysely";
import Libsql from "libsql";
import { type CounterfoilError, isCoded } from "../base/errors.js";
import type { Cell } from "../ledger/tables.js";
import { makeDirectory } from "../storage/disk.js";
import { readModelError } from "./errors.js";

/** Pages of the journal that wait before they are copied home, with a sync: 64 MiB. */
const JOURNAL_PAGES = 16_384;
/** Memory for pages, KiB, a connection. */
const CACHE_KIB = 32 * 1024;

type Parameters = readonly unknown[];
type Connection = InstanceType<typeof Libsql>;
type Statement = ReturnType<Connection["prepare"]>;

/**
 * The file of the read model (docs/adr/0009-read-model.md): one connection that writes, one that
 * reads what was committed, so that nobody sees half a block.
 */
export class Database {
  readonly dir: string;
  readonly #writing: Connection;
  readonly #reading: Connection;
  readonly #statements = new Map<string, Statement>();

  private constructor(dir: string, writing: Connection, reading: Connection) {
    this.dir = dir;
    this.#writing = writing;
    this.#reading = reading;
  }

  /** @throws READMODEL_OPEN, READMODEL_CORRUPT, DISK_* */
  static open(dir: string): Database {
    makeDirectory(dir);
    if (existsSync(damagePath(dir))) throw readModelError("READMODEL_CORRUPT", { dir });
    const writing = connect(dir);
    try {
      return new Database(dir, writing, connect(dir));
    } catch (error) {
      writing.close();
      throw error;
    }
  }

  static wipe(dir: string): void {
    rmSync(dir, { recursive: true, force: true });
  }

  /** Runs a statement, which stays prepared; answers how many rows it changed. @throws READMODEL_* */
  write(sql: string, parameters: readonly Cell[] = []): number {
    return this.#guard(() => this.#prepared(sql).run(parameters as Cell[]).changes);
  }

  /** Within the transaction that is being written. @throws READMODEL_* */
  readOwn(sql: string, parameters: readonly Cell[] = []): readonly unknown[] {
    return this.#guard(() => this.#prepared(sql).all(parameters as Cell[]));
  }

  /** Queries over what was committed. */
  queries<Tables>(): Kysely<Tables> {
    const prepare = (sql: string) => {
      const statement = this.#guard(() => this.#reading.prepare(sql));
      return {
        reader: statement.reader,
        all: (parameters: Parameters) => this.#guard(() => statement.all([...parameters])),
        run: (parameters: Parameters) => this.#guard(() => statement.run([...parameters])),
        iterate: (parameters: Parameters) => statement.iterate([...parameters]),
      };
    };
    return new Kysely<Tables>({
      dialect: new SqliteDialect({ database: { prepare, close: () => {} } }),
    });
  }

  /** Copies the journal home, outside any transaction, so that the file alone is whole. @throws READMODEL_* */
  settle(): void {
    this.readOwn("pragma wal_checkpoint(truncate)");
  }

  close(): void {
    this.#reading.close();
    this.#writing.close();
  }

  #prepared(sql: string): Statement {
    const known = this.#statements.get(sql) ?? this.#writing.prepare(sql);
    this.#statements.set(sql, known);
    return known;
  }

  #guard<T>(work: () => T): T {
    try {
      return work();
    } catch (cause) {
      const error = damageOf(this.dir, cause) ?? readModelError("READMODEL_FAILED", {}, cause);
      if (error.code === "READMODEL_CORRUPT") recordDamage(this.dir);
      throw error;
    }
  }
}

function connect(dir: string): Connection {
  try {
    const connection = new Libsql(join(dir, "readmodel.sqlite"));
    connection.exec("pragma journal_mode = wal");
    // A crash of the machine may take the last transactions, never the whole: the log has them.
    connection.exec("pragma synchronous = normal");
    connection.exec(`pragma wal_autocheckpoint = ${JOURNAL_PAGES}`);
    connection.exec(`pragma cache_size = -${CACHE_KIB}`);
    return connection;
  } catch (cause) {
    throw damageOf(dir, cause) ?? readModelError("READMODEL_OPEN", { dir }, cause);
  }
}

/** Whatever SQLite finds wrong in what it reads; null for any other failure. */
function damageOf(dir: string, cause: unknown): CounterfoilError | null {
  if (isCoded(cause)) return cause;
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  const damaged = code.startsWith("SQLITE_CORRUPT") || code === "SQLITE_NOTADB";
  return damaged ? readModelError("READMODEL_CORRUPT", { dir }, cause) : null;
}

const damagePath = (dir: string): string => join(dir, "DAMAGED");

/** So that the next start derives the read model anew, however this process ends. */
function recordDamage(dir: string): void {
  try {
    writeFileSync(damagePath(dir), "");
  } catch {
    // Then the next start finds the damage for itself, once it reads there.
  }
}
