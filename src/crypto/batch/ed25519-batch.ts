import { sha512 } from "#native";
import { fromHex } from "../../base/text.js";
import { COEFFICIENT_WIDTH, Coefficients } from "./coefficients.js";
import {
  type Kernel,
  KernelHeap,
  LANES,
  POINT_BYTES,
  roomFor,
  SCALAR_BYTES,
  tableSize,
} from "./kernel.js";
import { KEY_WIDTH, KeyTables } from "./key-tables.js";

export type Signed = {
  readonly publicKey: Uint8Array;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
};

/** Signatures that are checked as one at most. */
export const BATCH_SIGNATURES = 256;
/** R is multiplied by a coefficient. */
const R_TABLE = tableSize(COEFFICIENT_WIDTH) * POINT_BYTES;
/** The base point's table is made once. */
const BASE_WIDTH = 8;
const HASH_BYTES = 64;
/** The base point (RFC 8032 §5.1) with the other sign of x. */
const MINUS_BASE = fromHex(`58${"66".repeat(30)}e6`);
/** L, RFC 8032 §5.1, little-endian. */
const ORDER = fromHex(`edd3f55c1a631258d69cf7a2def9de14${"00".repeat(15)}10`);

/** How many times its terms a batch may be summed up; two more than the first find one that is bad. */
const SEARCH = 3;
/** How many signatures go singly after a batch whose bad ones were not found; doubled each time. */
const PENALTY = 256;
const MOST_PENALTY = 8192;
/** Who was accepted, and how many terms may still be summed up. */
type Search = { readonly answers: boolean[]; terms: number };
/** One of a batch, with the address of its key's table. */
type Item = { readonly index: number; readonly key: number };

/**
 * Checks many Ed25519 signatures by one sum, under ZIP-215: 8·Σ zᵢ(Rᵢ + kᵢAᵢ − SᵢB) is the neutral
 * element if each is right, and with a chance below 2⁻¹²⁴ if one is not (docs/adr/0015).
 */
export class Ed25519Batch {
  readonly #kernel: Kernel;
  readonly #bytes: Uint8Array;
  readonly #keys: KeyTables;
  readonly #encodings: number;
  readonly #scalars: number;
  readonly #hashes: number;
  readonly #valid: number;
  readonly #points: number;
  readonly #tables: number;
  readonly #keyScalars: number;
  readonly #baseScalar: number;
  readonly #baseTable: number;
  readonly #sum: number;
  readonly #room: number;

  constructor(kernel: Kernel) {
    const heap = new KernelHeap(kernel);
    this.#kernel = kernel;
    // Kernel reads eight bytes at a time, past the last encoding.
    this.#encodings = heap.take(BATCH_SIGNATURES * SCALAR_BYTES + 8);
    /** Of each signature: S, k and z. */
    this.#scalars = heap.take(BATCH_SIGNATURES * 3 * SCALAR_BYTES);
    this.#hashes = heap.take(HASH_BYTES);
    this.#valid = heap.take(BATCH_SIGNATURES);
    this.#points = heap.take(LANES * POINT_BYTES);
    this.#tables = heap.take(BATCH_SIGNATURES * R_TABLE);
    this.#keyScalars = heap.take(BATCH_SIGNATURES * SCALAR_BYTES);
    this.#baseScalar = heap.take(SCALAR_BYTES);
    this.#baseTable = heap.take(tableSize(BASE_WIDTH) * POINT_BYTES);
    this.#sum = heap.take(POINT_BYTES);
    this.#room = heap.take(roomFor(2 * BATCH_SIGNATURES + 1, COEFFICIENT_WIDTH));
    this.#keys = new KeyTables(kernel, heap);
    this.#bytes = new Uint8Array(kernel.memory.buffer);
    this.#bytes.set(MINUS_BASE, this.#encodings);
    kernel.decompress(this.#points, this.#encodings, this.#valid);
    kernel.tabulate(this.#baseTable, this.#points, tableSize(BASE_WIDTH));
  }

  /** Where what is hashed is put together. */
  #scratch = new Uint8Array(4096);
  /** Signatures that are still let through to the single check, and how many the next time. */
  #rest = 0;
  #penalty = PENALTY;

  /**
   * For each signature whether it was shown to be right; those that were not have to be checked one by
   * one. Of what is given at most `BATCH_SIGNATURES` are looked at.
   */
  accepted(signed: readonly Signed[]): boolean[] {
    const answers = signed.map(() => false);
    if (this.#rest > 0) {
      this.#rest -= signed.length;
      return answers;
    }
    const items = this.#prepare(signed.slice(0, BATCH_SIGNATURES));
    const search = { answers, terms: SEARCH * items.length };
    const held = this.#settle(items, search);
    if (search.terms < 0) this.#retreat();
    else if (held) this.#penalty = PENALTY;
    return answers;
  }

  /** Where bad ones are too many to be found, sums only add to what the single checks cost. */
  #retreat(): void {
    this.#rest = this.#penalty;
    this.#penalty = Math.min(2 * this.#penalty, MOST_PENALTY);
  }

  /** Accepts all of them if their sum holds; else halves them until what is bad is alone. */
  #settle(items: readonly Item[], search: Search): boolean {
    search.terms -= items.length;
    if (items.length === 0 || search.terms < 0) return false;
    if (this.#holds(items)) {
      for (const { index } of items) search.answers[index] = true;
      return true;
    }
    this.#halve(items, search);
    return false;
  }

  /** Of two halves, one of them bad, the second needs no sum if the first one holds. */
  #halve(items: readonly Item[], search: Search): void {
    if (items.length === 1) return;
    const half = items.length >> 1;
    const right = items.slice(half);
    if (this.#settle(items.slice(0, half), search)) this.#halve(right, search);
    else this.#settle(right, search);
  }

  /** What can be part of a sum: lengths, S < L, key and R points. */
  #prepare(signed: readonly Signed[]): Item[] {
    const candidates: number[] = [];
    const publicKeys: Uint8Array[] = [];
    for (const [index, { publicKey, signature }] of signed.entries()) {
      if (publicKey.length !== 32 || signature.length !== 64 || !isBelowOrder(signature)) continue;
      this.#bytes.set(signature.subarray(0, 32), this.#encodings + index * SCALAR_BYTES);
      candidates.push(index);
      publicKeys.push(publicKey);
    }
    const tables = this.#keys.get(publicKeys);
    this.#decompress(signed.length);
    const items: Item[] = [];
    for (const [i, index] of candidates.entries()) {
      const key = tables[i] ?? null;
      if (key !== null && this.#bytes[this.#valid + index] === 1) items.push({ index, key });
    }
    this.#prepareScalars(items, signed);
    return items;
  }

  /** The table of each R. */
  #decompress(count: number): void {
    const { decompress, tabulate } = this.#kernel;
    for (let first = 0; first < count; first += LANES) {
      decompress(this.#points, this.#encodings + first * SCALAR_BYTES, this.#valid + first);
      for (let i = 0; i < LANES && first + i < count; i++) {
        const table = this.#tables + (first + i) * R_TABLE;
        tabulate(table, this.#points + i * POINT_BYTES, tableSize(COEFFICIENT_WIDTH));
      }
    }
  }

  #prepareScalars(items: readonly Item[], signed: readonly Signed[]): void {
    const transcript = new Uint8Array(items.length * (HASH_BYTES + SCALAR_BYTES));
    let end = 0;
    for (const { index } of items) {
      const { publicKey, message, signature } = signed[index] as Signed;
      const hash = sha512(this.#joined(signature.subarray(0, 32), publicKey, message));
      const scalar = signature.subarray(32);
      transcript.set(hash, end);
      transcript.set(scalar, end + HASH_BYTES);
      end += HASH_BYTES + SCALAR_BYTES;
      const at = this.#scalarsOf(index);
      this.#bytes.set(hash, this.#hashes);
      this.#kernel.reduceScalar(at.k, this.#hashes);
      this.#bytes.set(scalar, at.s);
    }
    const coefficients = new Coefficients(transcript);
    for (const { index } of items) this.#bytes.set(coefficients.next(), this.#scalarsOf(index).z);
  }

  /** What k is the hash of; it holds until the next. */
  #joined(r: Uint8Array, publicKey: Uint8Array, message: Uint8Array): Uint8Array {
    const end = 64 + message.length;
    if (end > this.#scratch.length) this.#scratch = new Uint8Array(2 * end);
    this.#scratch.set(r);
    this.#scratch.set(publicKey, 32);
    this.#scratch.set(message, 64);
    return this.#scratch.subarray(0, end);
  }

  #scalarsOf(index: number): { readonly s: number; readonly k: number; readonly z: number } {
    const s = this.#scalars + index * 3 * SCALAR_BYTES;
    return { s, k: s + SCALAR_BYTES, z: s + 2 * SCALAR_BYTES };
  }

  /** Whether the sum of these is of small order. The terms of one key are added up first. */
  #holds(items: readonly Item[]): boolean {
    const { beginSum, addTerm, endSum, multiplyAddScalar, isSmallOrder } = this.#kernel;
    const keys = new Map<number, number>();
    const base = this.#baseScalar;
    this.#bytes.fill(0, base, base + SCALAR_BYTES);
    beginSum(this.#room);
    for (const { index, key } of items) {
      const { s, k, z } = this.#scalarsOf(index);
      let sum = keys.get(key);
      if (sum === undefined) {
        sum = this.#keyScalars + keys.size * SCALAR_BYTES;
        keys.set(key, sum);
        this.#bytes.fill(0, sum, sum + SCALAR_BYTES);
      }
      multiplyAddScalar(sum, z, k, sum);
      multiplyAddScalar(base, z, s, base);
      addTerm(z, this.#tables + index * R_TABLE, COEFFICIENT_WIDTH);
    }
    for (const [table, sum] of keys) addTerm(sum, table, KEY_WIDTH);
    addTerm(base, this.#baseTable, BASE_WIDTH);
    endSum(this.#sum);
    return isSmallOrder(this.#sum) !== 0;
  }
}

/** S < L, as ZIP-215 asks: what is not below 2²⁵² is compared from its highest byte on. */
function isBelowOrder(signature: Uint8Array): boolean {
  for (let i = 31; i >= 0; i--) {
    const difference = (signature[32 + i] as number) - (ORDER[i] as number);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
