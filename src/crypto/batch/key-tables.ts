import {
  type Kernel,
  type KernelHeap,
  LANES,
  POINT_BYTES,
  SCALAR_BYTES,
  tableSize,
} from "./kernel.js";

/** Digits of the scalars of keys: measured against 4 and 6 in docs/adr/0015. */
export const KEY_WIDTH = 5;
/** Keys whose tables stay, 3 KiB each: more than one batch has, so that it drops none of its own. */
const KEPT = 1024;
const TABLE_BYTES = tableSize(KEY_WIDTH) * POINT_BYTES;

/** Tables of the keys that were used last: who signs often is decompressed once. */
export class KeyTables {
  readonly #kernel: Kernel;
  readonly #tables: number;
  readonly #encodings: number;
  readonly #valid: number;
  readonly #points: number;
  /** Key → address of its table, the one longest unused first. */
  readonly #kept = new Map<string, number>();

  constructor(kernel: Kernel, heap: KernelHeap) {
    this.#kernel = kernel;
    this.#tables = heap.take(KEPT * TABLE_BYTES);
    this.#encodings = heap.take(LANES * SCALAR_BYTES + 8);
    this.#valid = heap.take(LANES);
    this.#points = heap.take(LANES * POINT_BYTES);
  }

  /** The address of the table of each key, at most 256; null for what is no point. */
  get(keys: readonly Uint8Array[]): (number | null)[] {
    const names = keys.map(nameOf);
    const missing = new Map<string, Uint8Array>();
    for (const [i, name] of names.entries()) {
      const table = this.#kept.get(name);
      if (table === undefined) missing.set(name, keys[i] as Uint8Array);
      else this.#keep(name, table);
    }
    const absent = [...missing];
    for (let at = 0; at < absent.length; at += LANES) this.#make(absent.slice(at, at + LANES));
    return names.map((name) => this.#kept.get(name) ?? null);
  }

  #make(keys: readonly (readonly [string, Uint8Array])[]): void {
    const bytes = new Uint8Array(this.#kernel.memory.buffer);
    for (const [i, [, key]] of keys.entries()) bytes.set(key, this.#encodings + i * SCALAR_BYTES);
    this.#kernel.decompress(this.#points, this.#encodings, this.#valid);
    for (const [i, [name]] of keys.entries()) {
      if (bytes[this.#valid + i] !== 1) continue;
      const table = this.#free();
      this.#kernel.tabulate(table, this.#points + i * POINT_BYTES, tableSize(KEY_WIDTH));
      this.#keep(name, table);
    }
  }

  #free(): number {
    if (this.#kept.size < KEPT) return this.#tables + this.#kept.size * TABLE_BYTES;
    const [oldest] = this.#kept;
    const [name, table] = oldest as [string, number];
    this.#kept.delete(name);
    return table;
  }

  #keep(name: string, table: number): void {
    this.#kept.delete(name);
    this.#kept.set(name, table);
  }
}

/** The bytes of a key in 16 characters: much faster than in hexadecimal, and than any spread. */
function nameOf(key: Uint8Array): string {
  const pair = (at: number) => (key[at] as number) | ((key[at + 1] as number) << 8);
  const half = (at: number) =>
    String.fromCharCode(
      pair(at),
      pair(at + 2),
      pair(at + 4),
      pair(at + 6),
      pair(at + 8),
      pair(at + 10),
      pair(at + 12),
      pair(at + 14),
    );
  return half(0) + half(16);
}
