import { Lru } from "./lru.js";
import type { Codec } from "./stored.js";

/** What an entry in the cache takes beside its bytes. */
const ENTRY_BYTES = 200;

/** `bytes` as soon as it was encoded. */
type Pending<Value> = { readonly value: Value; readonly size: number; bytes: number };

/** Values of one kind: those not written yet, over those read before, over those on disk. */
export class Shelf<Value> {
  readonly #codec: Codec<Value>;
  readonly #read: (key: string) => Uint8Array | undefined;
  readonly #keeps: (key: string) => boolean;
  readonly #pending = new Map<string, Pending<Value>>();
  /** Null: nothing on disk has the key, which is as dear to find out. */
  readonly #cache: Lru<string, Value | null>;

  /** @param keeps whether a value that was written is likely to be read again soon */
  constructor(
    codec: Codec<Value>,
    cacheBytes: number,
    read: (key: string) => Uint8Array | undefined,
    keeps: (key: string) => boolean,
  ) {
    this.#codec = codec;
    this.#cache = new Lru(cacheBytes);
    this.#read = read;
    this.#keeps = keeps;
  }

  /** How many values wait to be written. */
  get pending(): number {
    return this.#pending.size;
  }

  /** @throws INDEX_CORRUPT */
  get(key: string): Value | undefined {
    const near = this.#pending.get(key)?.value ?? this.#cache.get(key);
    if (near !== undefined) return near ?? undefined;
    const bytes = this.#read(key);
    if (bytes === undefined) {
      this.#cache.set(key, null, key.length + ENTRY_BYTES);
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
      this.#pending.set(key, { value, size, bytes: 0 });
    }
  }

  /** What is to be written of a value. */
  encode(key: string, value: Value): Uint8Array {
    const bytes = this.#codec.encode(value);
    const waiting = this.#pending.get(key);
    if (waiting?.value === value) waiting.bytes = bytes.length;
    return bytes;
  }

  /** The values that stood at `size` are on disk; what a later block set still waits. */
  written(keys: Iterable<string>, size: number): void {
    for (const key of keys) {
      const waiting = this.#pending.get(key);
      if (waiting === undefined || waiting.size > size) continue;
      this.#pending.delete(key);
      if (this.#keeps(key)) this.#cache.set(key, waiting.value, waiting.bytes + ENTRY_BYTES);
    }
  }
}
