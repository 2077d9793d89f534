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
 * A connection to the file of the read model (docs/adr/0009-read-model.md). One writes and others
 * read what it committed, none of them waiting for another, so that nobody sees half a block.
 */
export class Database {
  readonly dir: string;
  readonly #connection: Connection;
  readonly #statements = new Map<string, Statement>();

  private constructor(dir: string, connection: Connection) {
    this.dir = dir;
    this.#connection = connection;
  }

  /** @throws READMODEL_OPEN, READMODEL_CORRUPT, DISK_* */
  static open(dir: string): Database {
    makeDirectory(dir);
    if (existsSync(damagePath(dir))) throw readModelError("READMODEL_CORRUPT", { dir });
    return new Database(dir, connect(dir));
  }

  static wipe(dir: string): void {
    rmSync(dir, { recursive: true, force: true });
  }

  /** Runs a statement, which stays prepared; answers how many rows it changed. @throws READMODEL_* */
  write(sql: string, parameters: readonly Cell[] = []): number {
    return this.#guard(() => this.#prepared(sql).run(parameters as Cell[]).changes);
  }

  /** @throws READMODEL_* */
  read(sql: string, parameters: readonly Cell[] = []): readonly unknown[] {
    return this.#guard(() => this.#prepared(sql).all(parameters as Cell[]));
  }

  /** Queries, each over what was committed when it began. */
  queries<Tables>(): Kysely<Tables> {
    const prepare = (sql: string) => {
      const statement = this.#guard(() => this.#connection.prepare(sql));
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
    this.read("pragma wal_checkpoint(truncate)");
  }

  close(): void {
    this.#connection.close();
  }

  #prepared(sql: string): Statement {
    const known = this.#statements.get(sql) ?? this.#connection.prepare(sql);
    this.#statements.set(sql, known);
    return known;
  }

  #guard<T>(work: () => T): T {
    try {
      return work();
    } catch (cause) {
      const problem = cause instanceof Error ? cause.message : String(cause);
      const error =
        damageOf(this.dir, cause) ?? readModelError("READMODEL_FAILED", { problem }, cause);
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
