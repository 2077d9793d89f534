import { setImmediate } from "node:timers/promises";
import { toHex } from "../base/text.js";
import { leafHash } from "../crypto/hash.js";
import { decodeFact, type Fact, isTombstone } from "../ledger/fact.js";
import type { ModuleSet } from "../ledger/module-set.js";
import { readSeal } from "../ledger/records.js";
import { Database } from "./database.js";
import { formatOf } from "./definition.js";
import { readModelError } from "./errors.js";
import { writeMarker } from "./marker.js";
import { noPlaces, parsePlaces } from "./places.js";
import type { Scribe } from "./scribe.js";
import { writePlaces } from "./write-places.js";
import { Writer } from "./writer.js";

/** Facts that are read from the log at a time, and of which one transaction of SQLite holds about so many. */
const PIECE = 64;
const BATCH = 4096;
/** How long one slice keeps the thread, ms. */
const SLICE_MS = 4;

/** Where the facts are read. */
export interface Leaves {
  leaves(from: number, to: number): Uint8Array[];
}

/** Writes the tables in slices, between which its thread does whatever else it has to. */
export class Follower implements Scribe {
  readonly #database: Database;
  readonly #writer: Writer;
  readonly #format: string;
  readonly #source: Leaves;
  /** What is committed. */
  #size: number;
  #begun = false;
  #writing: Promise<number> | null = null;
  #closed = false;

  /** @param size what the read model in `dir`, which is of use, shows @throws READMODEL_OPEN, READMODEL_CORRUPT */
  constructor(dir: string, size: number, modules: ModuleSet, source: Leaves) {
    this.#database = Database.open(dir);
    this.#writer = new Writer(this.#database, modules);
    this.#format = formatOf(modules);
    this.#size = size;
    this.#source = source;
  }

  /** @throws READMODEL_*, CBOR_*, FACT_*, LOG_*, DISK_* */
  write(upTo: number): Promise<number> {
    this.#writing = this.#write(upTo);
    return this.#writing;
  }

  /** All of it in one go; visible with the next block where one is being written. */
  async takePlaces(file: Uint8Array | null): Promise<void> {
    const places = file === null ? noPlaces : parsePlaces(file);
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

  async close(): Promise<void> {
    this.#closed = true;
    await this.#writing?.catch(() => {});
    try {
      // The prepared statements keep the connection, with its lock, until they are collected.
      if (this.#begun) this.#database.write("rollback");
    } finally {
      this.#database.close();
    }
  }

  async #write(upTo: number): Promise<number> {
    const steps = this.#steps(upTo);
    for (let done: boolean | undefined = false; !done && !this.#closed; ) {
      await setImmediate();
      const end = performance.now() + SLICE_MS;
      while (!done && !this.#closed && performance.now() < end) ({ done } = steps.next());
    }
    return this.#size;
  }

  /** Fact by fact, until something is committed. A block's are kept until its seal says what all need. */
  *#steps(upTo: number): Generator<void> {
    let block: Fact[] = [];
    for (let from = this.#size; from < upTo; from += PIECE) {
      const leaves = this.#source.leaves(from, Math.min(from + PIECE, upTo));
      for (const [i, leaf] of leaves.entries()) {
        const fact = decodeFact(from + i, leaf);
        if (isTombstone(fact)) continue;
        block.push(fact);
        if (fact.kind !== "seal") continue;
        yield* this.#writeBlock(block, fact);
        block = [];
        const next = fact.index + 1;
        if (next === upTo || next - this.#size >= BATCH) return this.#commit(next, leaf);
      }
      yield;
    }
    throw readModelError("READMODEL_FAILED", { index: this.#size, upTo });
  }

  *#writeBlock(block: readonly Fact[], { index, value }: Fact): Generator<void> {
    const seal = readSeal(value);
    if (seal === null) throw readModelError("READMODEL_FAILED", { index });
    if (!this.#begun) this.#database.write("begin");
    this.#begun = true;
    for (const fact of block) {
      this.#writer.write(fact, seal);
      yield;
    }
  }

  #commit(size: number, seal: Uint8Array): void {
    writeMarker(this.#database, { format: this.#format, size, seal: toHex(leafHash(seal)) });
    this.#database.write("commit");
    this.#begun = false;
    this.#size = size;
  }
}
