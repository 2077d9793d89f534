import { join } from "node:path";
import type { CounterfoilError } from "../../base/errors.js";
import type {
  Deadline,
  Deadlines,
  StateChanges,
  StateReader,
  StateStore,
  StoredFact,
} from "../../ledger/state.js";
import { indexError } from "./errors.js";
import {
  damage,
  type Expected,
  KEPT_BATCHES,
  type Level,
  type LevelBatch,
  type LevelPlace,
  type Opened,
  openIndex,
  rangeOf,
} from "./level.js";
import { LevelDb } from "./level-db.js";
import { ReadAhead } from "./read-ahead.js";
import { Shelf } from "./shelf.js";
import {
  batchKey,
  factCodec,
  listCodec,
  MARKER,
  markerCodec,
  prefix,
  timeCodec,
} from "./stored.js";

export type IndexOptions = Expected & {
  /**
   * Size up to which the log is durable, asked before every write: an index that got ahead of the
   * log would have to be derived anew. Absent: all that is applied counts as durable.
   */
  readonly durableSize?: () => number;
  readonly place?: LevelPlace;
};

/** Values that stay in memory, by the bytes they have on disk. */
const FACT_CACHE_BYTES = 32 * 1024 * 1024;
const LIST_CACHE_BYTES = 8 * 1024 * 1024;

/** Whole blocks are joined to one batch up to this: encoding them holds up the thread. */
const BATCH_ENTRIES = 8192;

/** Keys that are learnt in one go. */
const LEARNT_AT_ONCE = 1000;

type Block = { readonly changes: StateChanges; readonly size: number };

/**
 * The state in LevelDB (docs/adr/0002-state-index.md): changes are read at once and written in the
 * background, so it lags behind the log, and after a crash holds what some earlier block left.
 */
export class StateIndex implements StateStore {
  readonly #place: LevelPlace;
  readonly #options: IndexOptions;
  readonly #level: Level;
  readonly #deadlines: Deadlines;
  readonly #facts: Shelf<StoredFact>;
  readonly #lists: Shelf<readonly string[]>;
  readonly #ahead: ReadAhead;
  readonly #queue: Block[] = [];
  #size: number;
  #backlog = 0;
  #batch: number;
  #writing: Promise<void> | null = null;
  #learning: Promise<void> | null = null;
  #failure: CounterfoilError | null = null;
  #closed = false;

  private constructor(place: LevelPlace, options: IndexOptions, opened: Opened) {
    this.#place = place;
    this.#options = options;
    this.#level = opened.level;
    this.#deadlines = opened.deadlines;
    this.#size = opened.size;
    this.#batch = opened.batch;
    this.#facts = new Shelf(factCodec, FACT_CACHE_BYTES, (key) => this.#read(prefix.fact + key));
    this.#ahead = new ReadAhead(this.#facts, (keys) => this.#readMany(keys));
    this.#lists = new Shelf(listCodec, LIST_CACHE_BYTES, (key) => this.#read(prefix.list + key));
  }

  /**
   * The index in `dir`/index, or an empty one where it cannot be used: replay the log from `size`.
   * @throws INDEX_LOCKED, INDEX_OPEN
   */
  static async open(dir: string, options: IndexOptions): Promise<StateIndex> {
    const { place = new LevelDb(join(dir, "index")) } = options;
    return new StateIndex(place, options, await openIndex(place, options));
  }

  /** Of the log, up to which what is on disk holds. */
  get size(): number {
    return this.#size;
  }

  /** How many entries wait to be written, each as often as a block changed it. */
  get backlog(): number {
    return this.#backlog;
  }

  /** @throws INDEX_CORRUPT, INDEX_CLOSED */
  get(key: string): StoredFact | undefined {
    try {
      return this.#facts.get(key);
    } catch (cause) {
      throw this.#unreadable(cause);
    }
  }

  /** @throws INDEX_CORRUPT, INDEX_CLOSED */
  members(list: string): readonly string[] {
    try {
      return this.#lists.get(list) ?? [];
    } catch (cause) {
      throw this.#unreadable(cause);
    }
  }

  /** @throws INDEX_CORRUPT, INDEX_CLOSED */
  async readAhead(touch: (state: StateReader) => void): Promise<void> {
    try {
      await this.#ahead.bring(touch);
    } catch (cause) {
      throw this.#unreadable(cause);
    }
  }

  /** @throws INDEX_FAILED, INDEX_CORRUPT after either happened, INDEX_CLOSED */
  apply(changes: StateChanges, size: number): void {
    if (this.#failure !== null) throw this.#failure;
    if (this.#closed) throw indexError("INDEX_CLOSED");
    this.#facts.set(changes.facts, size);
    this.#lists.set(changes.lists, size);
    for (const [key, time] of changes.deadlines) this.#deadlines.set(key, time);
    this.#queue.push({ changes, size });
    this.#backlog += entriesOf(changes);
    // Not when it is opened: then the log is read too, and somebody waits.
    this.#learning ??= this.#learnKeys();
    this.#startWriting();
  }

  due(time: number): readonly Deadline[] {
    return this.#deadlines.due(time);
  }

  earliestDeadline(): number | null {
    return this.#deadlines.earliest();
  }

  /** When all that was applied up to the log's durable size is written. @throws INDEX_FAILED */
  async drained(): Promise<void> {
    this.#startWriting();
    while (this.#writing !== null) await this.#writing;
    if (this.#failure !== null) throw this.#failure;
  }

  /** When all keys on disk are known, of which it learns from the first block on. */
  async learnt(): Promise<void> {
    await this.#learning;
  }

  /** Writes what is durable in the log, and syncs. @throws INDEX_FAILED, when it is closed all the same */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    try {
      await this.#learning;
      await this.drained();
      await this.#write([], true);
      if (this.#failure !== null) throw this.#failure;
    } finally {
      await this.#level.close();
    }
  }

  /** Until it is done, whether a key is there is asked of LevelDB. Keys that cannot be read are damage. */
  async #learnKeys(): Promise<void> {
    const shelves = [
      [prefix.fact, this.#facts],
      [prefix.list, this.#lists],
    ] as const;
    try {
      for (const [kind, shelf] of shelves) {
        const keys = this.#level.keys(rangeOf(kind));
        for (;;) {
          const some = await keys.nextv(LEARNT_AT_ONCE);
          if (some.length === 0) break;
          if (this.#closed) return;
          shelf.learn(some.map((key) => key.slice(kind.length)));
        }
        shelf.hasLearnt();
      }
    } catch (cause) {
      this.#unreadable(cause);
    }
  }

  #read(key: string): Uint8Array | undefined {
    return this.#level.getSync(key);
  }

  #readMany(keys: readonly string[]): Promise<(Uint8Array | undefined)[]> {
    return this.#level.getMany(keys.map((key) => prefix.fact + key));
  }

  #unreadable(cause: unknown): CounterfoilError {
    if (this.#closed) return indexError("INDEX_CLOSED");
    const error = damage(this.#place.path, cause);
    this.#failure ??= error;
    this.#place.recordDamage();
    return error;
  }

  #startWriting(): void {
    if (this.#writing !== null || this.#failure !== null) return;
    const blocks = this.#nextBlocks();
    if (blocks.length === 0) return;
    this.#writing = this.#write(blocks, false).then(() => {
      this.#writing = null;
      this.#startWriting();
    });
  }

  #nextBlocks(): Block[] {
    const durable = this.#options.durableSize?.() ?? Number.MAX_SAFE_INTEGER;
    let count = 0;
    let entries = 0;
    for (const { changes, size } of this.#queue) {
      if (size > durable || (count > 0 && entries > BATCH_ENTRIES)) break;
      entries += entriesOf(changes);
      count++;
    }
    return this.#queue.splice(0, count);
  }

  async #write(blocks: readonly Block[], sync: boolean): Promise<void> {
    const changes = joined(blocks);
    const size = blocks.at(-1)?.size ?? this.#size;
    try {
      await this.#batchOf(changes, size).write({ sync });
    } catch (cause) {
      this.#failure ??= indexError("INDEX_FAILED", { size }, cause);
      return;
    }
    this.#batch++;
    this.#size = size;
    this.#facts.written(size);
    this.#lists.written(size);
    for (const block of blocks) this.#backlog -= entriesOf(block.changes);
  }

  /** Atomic: the marker says what the rest of the batch made true. */
  #batchOf({ facts, lists, deadlines }: StateChanges, size: number): LevelBatch {
    const batch = this.#level.batch();
    for (const [key, fact] of facts) batch.put(prefix.fact + key, factCodec.encode(fact));
    for (const [list, members] of lists) batch.put(prefix.list + list, listCodec.encode(members));
    for (const [key, time] of deadlines) {
      if (time === null) batch.del(prefix.deadline + key);
      else batch.put(prefix.deadline + key, timeCodec.encode(time));
    }
    const number = this.#batch + 1;
    const { network, format } = this.#options;
    batch.put(MARKER, markerCodec.encode({ network, format, size, batch: number }));
    batch.put(batchKey(number), new Uint8Array(0));
    if (number > KEPT_BATCHES) batch.del(batchKey(number - KEPT_BATCHES));
    return batch;
  }
}

function entriesOf({ facts, lists, deadlines }: StateChanges): number {
  return facts.size + lists.size + deadlines.size;
}

/** The changes of several blocks as those of one. */
function joined(blocks: readonly Block[]): StateChanges {
  const [first, ...more] = blocks;
  if (first !== undefined && more.length === 0) return first.changes;
  const all = blocks.map(({ changes }) => changes);
  return {
    facts: new Map(all.flatMap(({ facts }) => [...facts])),
    lists: new Map(all.flatMap(({ lists }) => [...lists])),
    deadlines: new Map(all.flatMap(({ deadlines }) => [...deadlines])),
  };
}
