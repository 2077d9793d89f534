import { RecentKeys } from "./recent-keys.js";
import { RecentValues } from "./recent-values.js";
import type { Codec } from "./stored.js";

/** What an entry in the cache takes beside its bytes. */
const ENTRY_BYTES = 200;
/** As many as a block or two of new keys: what is admitted is soon executed. */
const ABSENT_KEYS = 32_768;

/** Values of one kind: those not written yet, over those read before, over those on disk. */
export class Shelf<Value> {
  readonly #codec: Codec<Value>;
  readonly #read: (key: string) => Uint8Array | undefined;
  readonly #pending = new Map<string, { readonly value: Value; readonly size: number }>();
  readonly #cache: RecentValues<string, Value>;
  /** Nothing on disk has these, which is as dear to find out, and asked twice of every new key. */
  readonly #absent = new RecentKeys(ABSENT_KEYS);

  constructor(
    codec: Codec<Value>,
    cacheBytes: number,
    read: (key: string) => Uint8Array | undefined,
  ) {
    this.#codec = codec;
    this.#cache = new RecentValues(cacheBytes);
    this.#read = read;
  }

  /** How many values wait to be written. */
  get pending(): number {
    return this.#pending.size;
  }

  /** @throws INDEX_CORRUPT */
  get(key: string): Value | undefined {
    const near = this.#pending.get(key)?.value ?? this.#cache.get(key);
    if (near !== undefined) return near;
    if (this.#absent.has(key)) return undefined;
    const bytes = this.#read(key);
    if (bytes === undefined) {
      this.#absent.add(key);
      return undefined;
    }
    const value = this.#codec.decode(bytes);
    this.#cache.set(key, value, bytes.length + ENTRY_BYTES);
    return value;
  }

  /** @param size of the log after the block that set the values */
  set(values: ReadonlyMap<string, Value>, size: number): void {
    for (const [key, value] of values) {
      this.#cache.delete(key);
      this.#absent.delete(key);
      this.#pending.set(key, { value, size });
    }
  }

  /** The values that stood at `size` are on disk; what a later block set still waits. */
  written(keys: Iterable<string>, size: number): void {
    for (const key of keys) {
      const waiting = this.#pending.get(key);
      if (waiting !== undefined && waiting.size <= size) this.#pending.delete(key);
    }
  }
}
