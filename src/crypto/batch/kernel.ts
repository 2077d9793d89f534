/**
 * What `src/crypto/kernel` exports. Everything is an address in its memory: points of 384 bytes, tables
 * of points, scalars and encodings of 32. Nothing in it takes a time that is independent of the data:
 * it is for public data alone.
 */
export type Kernel = {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  /** Where memory is the caller's. */
  readonly heap: { readonly value: number };
  /** Four points from four encodings by ZIP-215, and a byte each: whether it is one. */
  readonly decompress: (points: number, encodings: number, valid: number) => void;
  /** `count` odd multiples of a point, which is changed. */
  readonly tabulate: (table: number, point: number, count: number) => void;
  /** Begins a sum of multiples, with room for its entries: 8 bytes for each of a term's digits. */
  readonly beginSum: (room: number) => void;
  /** Adds a scalar below 2²⁵⁵ times a point, of which 2^(width − 2) odd multiples are in the table. */
  readonly addTerm: (scalar: number, table: number, width: number) => void;
  readonly endSum: (point: number) => void;
  readonly isSmallOrder: (point: number) => number;
  /** A scalar of 64 bytes modulo L. */
  readonly reduceScalar: (result: number, wide: number) => void;
  /** a·b + c modulo L. */
  readonly multiplyAddScalar: (result: number, a: number, b: number, c: number) => void;
};

const FUNCTIONS = [
  "decompress",
  "tabulate",
  "beginSum",
  "addTerm",
  "endSum",
  "isSmallOrder",
  "reduceScalar",
  "multiplyAddScalar",
] as const satisfies readonly (keyof Kernel)[];

/** Whether a module's exports are a kernel's, by their names. */
export function isKernel(exports: object): exports is Kernel {
  const hasFunctions = FUNCTIONS.every((name) => typeof Reflect.get(exports, name) === "function");
  return hasFunctions && "memory" in exports && "heap" in exports;
}

export const POINT_BYTES = 384;
export const SCALAR_BYTES = 32;
/** So many points are decompressed at once. */
export const LANES = 4;
/** A digit of width w stands for w bits of a scalar at least. */
const DIGIT_BYTES = 8;
const PAGE_BYTES = 65_536;

/** Room for the entries of so many terms. */
export const roomFor = (terms: number, width: number): number =>
  terms * Math.ceil(256 / width) * DIGIT_BYTES;
/** Odd multiples that digits of a width need. */
export const tableSize = (width: number): number => 2 ** (width - 2);

/** Hands out the kernel's memory piece by piece, once: views of it last as long as it does not grow. */
export class KernelHeap {
  readonly #kernel: Kernel;
  #end: number;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
    this.#end = kernel.heap.value;
  }

  /** The address of so many bytes, at a multiple of 16. */
  take(bytes: number): number {
    const start = Math.ceil(this.#end / 16) * 16;
    this.#end = start + bytes;
    const missing = this.#end - this.#kernel.memory.buffer.byteLength;
    if (missing > 0) this.#kernel.memory.grow(Math.ceil(missing / PAGE_BYTES));
    return start;
  }
}
