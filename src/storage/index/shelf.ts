import { RecentValues } from "./recent-values.js";
import type { KeepingCodec } from "./stored.js";

/** What a value in memory takes beside its bytes. */
const ENTRY_BYTES = 200;

/** Null: nothing on disk has the key, which is as dear to find out, and asked twice of every new key. */
type Recent<Value> = {
  readonly value: Value | null;
  /** Of the log after the block that set it; 0 where it was read. */
  readonly size: number;
};

/** Values of one kind: those set or read of late, over those on disk. What is not written yet stays. */
export class Shelf<Value> {
  readonly #codec: KeepingCodec<Value>;
  readonly #read: (key: string) => Uint8Array | undefined;
  readonly #recent: RecentValues<string, Recent<Value>>;
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
    const recent = this.#recent.get(key) ?? this.#fetch(key);
    return recent.value ?? undefined;
  }

  /** @param size of the log after the block that set the values */
  set(values: ReadonlyMap<string, Value>, size: number): void {
    for (const [key, set] of values) {
      const { value, bytes } = this.#codec.keep(set);
      this.#recent.set(key, { value, size }, bytes + ENTRY_BYTES);
    }
  }

  /** The values that stood at `size` are on disk. */
  written(size: number): void {
    this.#written = size;
  }

  #fetch(key: string): Recent<Value> {
    const stored = this.#read(key);
    const value = stored === undefined ? null : this.#codec.decode(stored);
    const recent = { value, size: 0 };
    this.#recent.set(key, recent, (stored?.length ?? 0) + ENTRY_BYTES);
    return recent;
  }
}
