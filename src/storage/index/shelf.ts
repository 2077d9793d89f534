import { RecentValues } from "../../base/recent-values.js";
import { KeyFilter } from "./key-filter.js";
import type { KeepingCodec } from "./stored.js";

/** What a value in memory takes beside its bytes. */
const ENTRY_BYTES = 200;

type Recent<Value> = {
  readonly value: Value;
  /** Of the log after the block that set it; 0 where it was read. */
  readonly size: number;
};

/** Values of one kind: those set or read of late, over those on disk. What is not written yet stays. */
export class Shelf<Value> {
  readonly #codec: KeepingCodec<Value>;
  readonly #read: (key: string) => Uint8Array | undefined;
  readonly #recent: RecentValues<string, Recent<Value>>;
  /**
   * Of the keys there are, once all on disk were told: that nothing has a key is as dear to find out on
   * disk as a value, and it is asked of every new key.
   */
  readonly #keys = new KeyFilter();
  #knowsAll = false;
  /** Of the log, up to which values are on disk. */
  #written = 0;

  /** @param mostBytes of values in memory, as they lie on disk */
  constructor(
    codec: KeepingCodec<Value>,
    mostBytes: number,
    read: (key: string) => Uint8Array | undefined,
  ) {
    this.#codec = codec;
    this.#read = read;
    this.#recent = new RecentValues(mostBytes, ({ size }) => size <= this.#written);
  }

  /** @throws INDEX_CORRUPT */
  get(key: string): Value | undefined {
    const recent = this.#recent.get(key);
    if (recent !== undefined) return recent.value;
    return this.#knowsAll && !this.#keys.mayHave(key) ? undefined : this.#fetch(key);
  }

  /** Whether the value would have to be read from disk. */
  lacks(key: string): boolean {
    return this.#recent.get(key) === undefined && !(this.#knowsAll && !this.#keys.mayHave(key));
  }

  /** The value where it is in memory. */
  peek(key: string): Value | undefined {
    return this.#recent.get(key)?.value;
  }

  /** How often the cache has turned: whoever asks the disk now says so to `keepRead` later. */
  get turns(): number {
    return this.#recent.turns;
  }

  /**
   * Takes what was read from disk meanwhile. A newer value may have been set, written and forgotten
   * since then: not within one turn.
   * @throws INDEX_CORRUPT
   */
  keepRead(key: string, stored: Uint8Array | undefined, turns: number): void {
    if (stored === undefined || turns !== this.turns || !this.lacks(key)) return;
    this.#keep(key, stored);
  }

  /** Told of keys on disk. */
  learn(keys: readonly string[]): void {
    for (const key of keys) this.#keys.add(key);
  }

  /** Told of every key that was on disk before the first was set. */
  hasLearnt(): void {
    this.#knowsAll = true;
  }

  /** @param size of the log after the block that set the values */
  set(values: ReadonlyMap<string, Value>, size: number): void {
    for (const [key, set] of values) {
      const { value, bytes } = this.#codec.keep(set);
      this.#keys.add(key);
      this.#recent.set(key, { value, size }, bytes + ENTRY_BYTES);
    }
  }

  /** The values that stood at `size` are on disk. */
  written(size: number): void {
    this.#written = size;
  }

  #fetch(key: string): Value | undefined {
    const stored = this.#read(key);
    return stored === undefined ? undefined : this.#keep(key, stored);
  }

  #keep(key: string, stored: Uint8Array): Value {
    const value = this.#codec.decode(stored);
    this.#recent.set(key, { value, size: 0 }, stored.length + ENTRY_BYTES);
    return value;
  }
}
