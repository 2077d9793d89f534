import type { StartTimer } from "#src/engines/timer.js";
import type { Keys, Level, LevelBatch, LevelPlace } from "#src/storage/index/level.js";
import type { SeededChance } from "../chance.js";
import type { SimDisk } from "./sim-disk.js";
import { systemError } from "./system-error.js";

/** Batches that no sync covered; older ones have long been written back by the system. */
const MOST_UNSYNCED = 64;
/** A power cut that keeps a later page of LevelDB's log and loses an earlier one: once in so many. */
const GAP_IN = 8;

type Operation = { readonly key: string; readonly value: Uint8Array | null };
type Batch = {
  readonly operations: readonly Operation[];
  readonly before: readonly Operation[];
};
type Range = { readonly gte: string; readonly lt: string };

/** LevelDB as a crash leaves it: batches are whole, and after a power cut some last ones are gone. */
export class SimLevel implements LevelPlace {
  readonly path = "/data/index";
  damaged = false;
  readonly values = new Map<string, Uint8Array>();
  readonly #disk: SimDisk;
  readonly #chance: SeededChance;
  readonly #after: StartTimer;
  #unsynced: Batch[] = [];
  #session = 0;

  constructor(disk: SimDisk, chance: SeededChance, after: StartTimer) {
    this.#disk = disk;
    this.#chance = chance;
    this.#after = after;
  }

  async open(): Promise<Level> {
    const session = ++this.#session;
    return {
      getSync: (key) => this.values.get(key),
      getMany: async (keys) => keys.map((key) => this.values.get(key)),
      batch: () => this.#batch(session),
      keys: (range) => new SimKeys(this.#sorted(range)),
      iterator: (range) => this.#iterator(range),
      close: async () => {},
    };
  }

  async wipe(): Promise<void> {
    this.#disk.call("unlink", () => {
      this.values.clear();
      this.#unsynced = [];
      this.damaged = false;
    });
  }

  recordDamage(): void {
    if (!this.#disk.stopped) this.damaged = true;
  }

  /** What a power cut leaves of the batches that no sync covered. */
  cutPower(): void {
    const batches = this.#unsynced;
    this.#unsynced = [];
    for (const { before } of batches.toReversed()) this.#apply(before);
    const kept = batches.slice(0, this.#chance.below(batches.length + 1));
    if (this.#chance.oneIn(GAP_IN)) kept.splice(this.#chance.below(kept.length), 1);
    for (const { operations } of kept) this.#apply(operations);
  }

  #batch(session: number): LevelBatch {
    const operations: Operation[] = [];
    return {
      // Not `slice`: of a Buffer it is a view, which keeps the whole pool that it is cut from.
      put: (key, value) => operations.push({ key, value: new Uint8Array(value) }),
      del: (key) => operations.push({ key, value: null }),
      write: ({ sync }) => this.#write(session, operations, sync),
    };
  }

  #write(session: number, operations: readonly Operation[], sync: boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#after(this.#disk.latency(), () => {
        if (this.#disk.stopped || session !== this.#session) return;
        try {
          this.#disk.call("write", () => this.#take(operations, sync));
          resolve();
        } catch (error) {
          if (this.#disk.stopped) return;
          reject(error instanceof Error ? error : systemError("EIO", "write"));
        }
      });
    });
  }

  #take(operations: readonly Operation[], sync: boolean): void {
    const before = operations.map(({ key }) => ({ key, value: this.values.get(key) ?? null }));
    // Undone in reverse, so that of a key that stands twice the first one's value comes last.
    this.#unsynced.push({ operations, before: before.reverse() });
    this.#apply(operations);
    if (sync) this.#unsynced = [];
    else if (this.#unsynced.length > MOST_UNSYNCED) this.#unsynced.shift();
  }

  #apply(operations: readonly Operation[]): void {
    for (const { key, value } of operations) {
      if (value === null) this.values.delete(key);
      else this.values.set(key, value);
    }
  }

  async *#iterator(range: Range): AsyncGenerator<[string, Uint8Array]> {
    for (const key of this.#sorted(range)) {
      const value = this.values.get(key);
      if (value !== undefined) yield [key, value];
    }
  }

  #sorted({ gte, lt }: Range): string[] {
    return [...this.values.keys()].filter((key) => key >= gte && key < lt).sort();
  }
}

class SimKeys implements Keys {
  readonly #left: string[];

  constructor(keys: string[]) {
    this.#left = keys;
  }

  async nextv(size: number): Promise<readonly string[]> {
    return this.#left.splice(0, size);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<string> {
    yield* this.#left;
  }
}
