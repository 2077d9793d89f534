import type { Kysely } from "kysely";
import { type CounterfoilError, isCoded } from "../base/errors.js";
import { decodeFact, isTombstone } from "../ledger/fact.js";
import type { ModuleSet } from "../ledger/module-set.js";
import { readSeal } from "../ledger/records.js";
import { Database } from "./database.js";
import { formatOf } from "./definition.js";
import { readModelError } from "./errors.js";
import type { Leaves } from "./follower.js";
import { define, readMarker } from "./marker.js";
import type { ReadDb } from "./proved.js";
import type { ReadTables } from "./read-tables.js";
import type { Scribe } from "./scribe.js";

/** What the read model follows: the log up to the newest signed checkpoint. */
export interface PublishedFacts extends Leaves {
  readonly size: number;
  leaf(index: number): Uint8Array;
  heightOf(index: number): number;
  sealIndex(height: number): number;
}

export type ReadModelOptions = {
  /** Of the log on disk: a read model that holds more is of no use. */
  readonly log: { readonly size: number; readLeaf(index: number): Uint8Array };
  readonly published: PublishedFacts;
  readonly modules: ModuleSet;
  /** Makes who writes on from what is there. */
  readonly scribe: (size: number) => Scribe;
  /** Told why the read model that was there is thrown away, before it is. */
  readonly onRebuild: (reason: CounterfoilError) => void;
  /** Told once when nothing more can be written. */
  readonly onFailure: (error: Error) => void;
};

/**
 * The log as tables for people (docs/adr/0009-read-model.md). Derived, so that it may lag and be
 * thrown away; never read by execution. What is read is whole blocks.
 */
export class ReadModel {
  readonly #database: Database;
  readonly #published: PublishedFacts;
  readonly #scribe: Scribe;
  readonly #onFailure: (error: Error) => void;
  readonly db: Kysely<ReadTables>;
  #size: number;
  #running: Promise<void> | null = null;
  #failure: Error | null = null;
  #closed = false;

  private constructor(database: Database, size: number, options: ReadModelOptions) {
    this.#database = database;
    this.#published = options.published;
    this.#scribe = options.scribe(size);
    this.#onFailure = options.onFailure;
    this.db = database.queries<ReadTables>();
    this.#size = size;
  }

  /**
   * The read model in `dir`, or an empty one where it cannot be used: it is derived, so nothing is
   * lost but time.
   * @throws READMODEL_OPEN, DISK_*
   */
  static open(dir: string, options: ReadModelOptions): ReadModel {
    try {
      return ReadModel.#load(dir, options);
    } catch (error) {
      if (!isCoded(error) || !wipes.has(error.code)) throw error;
      options.onRebuild(error);
      Database.wipe(dir);
      return ReadModel.#load(dir, options);
    }
  }

  static #load(dir: string, options: ReadModelOptions): ReadModel {
    const { log, modules } = options;
    const database = Database.open(dir);
    try {
      const size = readMarker(database, formatOf(modules), log);
      if (size === null) define(database, modules);
      return new ReadModel(database, size ?? 0, options);
    } catch (error) {
      database.close();
      throw error;
    }
  }

  /** Facts of the log that it shows. */
  get size(): number {
    return this.#size;
  }

  /** Several queries over one state, whatever is committed meanwhile, and the size of the log there. */
  view<Answer>(work: (db: ReadDb, size: number) => Promise<Answer>): Promise<Answer> {
    return this.db.transaction().execute(async (db) => {
      const marker = db.selectFrom("readmodel_marker").select("size");
      return work(db, (await marker.executeTakeFirstOrThrow()).size);
    });
  }

  /** How far it is behind: facts, and how old the first block is that is missing, in ms. */
  lag(now: number): { readonly facts: number; readonly ms: number } {
    const { size } = this.#published;
    if (this.#size >= size) return { facts: 0, ms: 0 };
    const time = timeOf(this.#published, this.#size);
    return { facts: size - this.#size, ms: Math.max(0, now - time) };
  }

  /** Goes on up to what is published now; once it is there, until the next call. */
  follow(): void {
    if (this.#running !== null || this.#failure !== null || this.#closed) return;
    if (this.#size >= this.#published.size) return;
    this.#running = this.#run()
      .catch((cause: unknown) => {
        const error =
          cause instanceof Error ? cause : readModelError("READMODEL_FAILED", {}, cause);
        this.#failure = error;
        this.#onFailure(error);
      })
      .finally(() => {
        this.#running = null;
      });
  }

  /** As `Scribe.takePlaces`. */
  takePlaces(file: Uint8Array | null): Promise<void> {
    return this.#scribe.takePlaces(file);
  }

  /** Resolves once all that was published at the call is shown. @throws what stopped it */
  async caughtUp(): Promise<void> {
    while (this.#running !== null) await this.#running;
    if (this.#failure !== null) throw this.#failure;
  }

  async close(): Promise<void> {
    this.#closed = true;
    try {
      await this.#scribe.close();
      await this.#running;
      if (this.#failure === null) this.#database.settle();
    } finally {
      this.#database.close();
    }
  }

  async #run(): Promise<void> {
    while (this.#size < this.#published.size && !this.#closed) {
      this.#size = await this.#scribe.write(this.#published.size);
    }
  }
}

const wipes = new Set([
  "READMODEL_CORRUPT",
  "READMODEL_FORMAT",
  "READMODEL_AHEAD",
  "READMODEL_OTHER",
]);

/** Of the block that holds a fact. */
function timeOf(source: PublishedFacts, index: number): number {
  const seal = source.sealIndex(source.heightOf(index));
  const fact = decodeFact(seal, source.leaf(seal));
  const read = isTombstone(fact) ? null : readSeal(fact.value);
  if (read === null) throw readModelError("READMODEL_FAILED", { index: seal });
  return read.time;
}
