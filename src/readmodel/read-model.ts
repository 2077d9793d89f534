import type { Kysely } from "kysely";
import { type CounterfoilError, isCoded } from "../base/errors.js";
import { toHex } from "../base/text.js";
import { leafHash } from "../crypto/hash.js";
import { decodeFact, isTombstone } from "../ledger/fact.js";
import type { ModuleSet } from "../ledger/module-set.js";
import { readSeal } from "../ledger/records.js";
import type { Table } from "../ledger/tables.js";
import { Database } from "./database.js";
import { formatOf } from "./definition.js";
import { readModelError } from "./errors.js";
import { define, readMarker, writeMarker } from "./marker.js";
import type { Places } from "./places.js";
import type { ReadTables } from "./read-tables.js";
import { writePlaces } from "./write-places.js";
import { Writer } from "./writer.js";

/** Changes when what a row says of its fact does; new tables and columns are seen without it. */
const VERSION = 1;
/** Facts that are read from the log at a time, and of which one transaction of SQLite holds about so many. */
const PIECE = 64;
const BATCH = 4096;
/** How long one slice keeps the thread, ms. */
const SLICE_MS = 4;

/** What the read model reads: the log up to the newest signed checkpoint. */
export interface PublishedFacts {
  readonly size: number;
  leaves(from: number, to: number): Uint8Array[];
  leaf(index: number): Uint8Array;
  heightOf(index: number): number;
  sealIndex(height: number): number;
}

export type ReadModelOptions = {
  /** Of the log on disk: a read model that holds more is of no use. */
  readonly log: { readonly size: number; readLeaf(index: number): Uint8Array };
  readonly modules: ModuleSet;
  /** Told why the read model that was there is thrown away, before it is. */
  readonly onRebuild: (reason: CounterfoilError) => void;
};

export type FollowOptions = {
  /** Resolves when the next slice may run: everything else has its turn before. */
  readonly turn: () => Promise<unknown>;
  /** Told once when nothing more can be written. */
  readonly onFailure: (error: Error) => void;
};

/** Which block's facts are being written. */
type Place = { readonly height: number; readonly time: number; readonly seal: number };

/**
 * The log as tables for people (docs/adr/0009-read-model.md). Derived, so that it may lag and be
 * thrown away; never read by execution. What is read is whole blocks.
 */
export class ReadModel {
  readonly #database: Database;
  readonly #writer: Writer;
  readonly #format: string;
  readonly db: Kysely<ReadTables>;
  /** What is committed, and what is written. */
  #size: number;
  #next: number;
  #begun = false;
  #place: Place | null = null;
  #source: PublishedFacts | null = null;
  #running: Promise<void> | null = null;
  #failure: Error | null = null;
  #closed = false;

  private constructor(database: Database, modules: ModuleSet, format: string, size: number) {
    this.#database = database;
    this.#writer = new Writer(database, modules, tablesOf(modules));
    this.#format = format;
    this.db = database.queries<ReadTables>();
    this.#size = size;
    this.#next = size;
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

  static #load(dir: string, { log, modules }: ReadModelOptions): ReadModel {
    const tables = tablesOf(modules);
    const format = formatOf(VERSION, tables);
    const database = Database.open(dir);
    try {
      const size = readMarker(database, format, log);
      if (size === null) define(database, tables, format);
      return new ReadModel(database, modules, format, size ?? 0);
    } catch (error) {
      database.close();
      throw error;
    }
  }

  /** Facts of the log that it shows. */
  get size(): number {
    return this.#size;
  }

  /** How far it is behind: facts, and how old the first block is that is missing, in ms. */
  lag(now: number): { readonly facts: number; readonly ms: number } {
    const source = this.#source;
    if (source === null || this.#size >= source.size) return { facts: 0, ms: 0 };
    const { time } = placeOf(source, this.#size);
    return { facts: source.size - this.#size, ms: Math.max(0, now - time) };
  }

  /** Goes on up to what is published now, in slices; once it is there, until the next call. */
  follow(source: PublishedFacts, options: FollowOptions): void {
    this.#source = source;
    if (this.#running !== null || this.#failure !== null || this.#closed) return;
    if (this.#next >= source.size) return;
    this.#running = this.#run(source, options.turn)
      .catch((cause: unknown) => {
        const error =
          cause instanceof Error ? cause : readModelError("READMODEL_FAILED", {}, cause);
        this.#failure = error;
        options.onFailure(error);
      })
      .finally(() => {
        this.#running = null;
      });
  }

  /**
   * Takes the address register; all of it in one go, visible with the next block where one is
   * being written.
   * @throws READMODEL_FAILED, READMODEL_CORRUPT
   */
  takePlaces(places: Places): void {
    this.#database.write("savepoint places");
    try {
      writePlaces(this.#database, places);
    } catch (error) {
      this.#database.write("rollback to places");
      throw error;
    } finally {
      this.#database.write("release places");
    }
  }

  /** Resolves once all that was published at the call is shown. @throws what stopped it */
  async caughtUp(): Promise<void> {
    while (this.#running !== null) await this.#running;
    if (this.#failure !== null) throw this.#failure;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#running;
    try {
      if (this.#failure !== null) return;
      if (this.#begun) this.#database.write("rollback");
      this.#database.settle();
    } finally {
      this.#database.close();
    }
  }

  async #run(source: PublishedFacts, turn: () => Promise<unknown>): Promise<void> {
    while (this.#next < source.size && !this.#closed) {
      await turn();
      if (!this.#closed) this.#slice(source);
    }
  }

  /** In one go: nothing else runs meanwhile. */
  #slice(source: PublishedFacts): void {
    const end = performance.now() + SLICE_MS;
    while (this.#next < source.size && performance.now() < end) {
      const to = Math.min(this.#next + PIECE, source.size);
      for (const leaf of source.leaves(this.#next, to)) this.#take(source, leaf);
    }
  }

  #take(source: PublishedFacts, leaf: Uint8Array): void {
    if (!this.#begun) this.#database.write("begin");
    this.#begun = true;
    const index = this.#next;
    if (this.#place === null || index > this.#place.seal) this.#place = placeOf(source, index);
    this.#writer.write(index, leaf, this.#place);
    this.#next++;
    const isDue = this.#next - this.#size >= BATCH || this.#next >= source.size;
    if (index === this.#place.seal && isDue) this.#commit(leaf);
  }

  #commit(seal: Uint8Array): void {
    const marker = { format: this.#format, size: this.#next, seal: toHex(leafHash(seal)) };
    writeMarker(this.#database, marker);
    this.#database.write("commit");
    this.#begun = false;
    this.#size = this.#next;
  }
}

const wipes = new Set([
  "READMODEL_CORRUPT",
  "READMODEL_FORMAT",
  "READMODEL_AHEAD",
  "READMODEL_OTHER",
]);

const tablesOf = ({ modules }: ModuleSet): readonly Table[] =>
  modules.flatMap(({ tables = [] }) => tables);

function placeOf(source: PublishedFacts, index: number): Place {
  const height = source.heightOf(index);
  const seal = source.sealIndex(height);
  const fact = decodeFact(seal, source.leaf(seal));
  const read = isTombstone(fact) ? null : readSeal(fact.value);
  if (read === null) throw readModelError("READMODEL_FAILED", { index: seal });
  return { height, time: read.time, seal };
}
