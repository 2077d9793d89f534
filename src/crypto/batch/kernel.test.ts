import { ed25519 } from "@noble/curves/ed25519.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadKernel } from "../../node/kernel.js";
import { type Kernel, KernelHeap, POINT_BYTES, roomFor, tableSize } from "./kernel.js";

const { Point } = ed25519;
const { Fp, Fn } = Point;
/** A pair of elements of the field, and what the kernel exports for these tests alone. */
const PAIR_BYTES = 192;
type Fields = {
  readonly fromBytes: (pair: number, lane: number, bytes: number) => void;
  readonly toBytes: (bytes: number, pair: number, lane: number) => void;
  readonly multiply: (r: number, a: number, b: number) => void;
  readonly square: (r: number, a: number) => void;
};
const kernel = loadKernel() as Kernel & Fields;
const heap = new KernelHeap(kernel);
const [wide, scalars, a, b, c] = [80, 128, 192, 192, 192].map((bytes) => heap.take(bytes)) as [
  number,
  number,
  number,
  number,
  number,
];
const [points, sum] = [heap.take(4 * POINT_BYTES), heap.take(POINT_BYTES)];
const tables = heap.take(4 * tableSize(5) * POINT_BYTES);
const room = heap.take(roomFor(4, 5));
const memory = new Uint8Array(kernel.memory.buffer);

function put(at: number, value: bigint, length = 32): void {
  for (let i = 0; i < length; i++) memory[at + i] = Number((value >> BigInt(8 * i)) & 255n);
}
const get = (at: number): bigint =>
  memory.slice(at, at + 32).reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
function element(pair: number, lane: number): bigint {
  kernel.toBytes(wide, pair, lane);
  return get(wide);
}
function setElement(pair: number, lane: number, value: bigint): void {
  put(wide, value, 40);
  kernel.fromBytes(pair, lane, wide);
}

const edges = [0n, 1n, 18n, 19n, Fp.ORDER - 1n, Fp.ORDER, Fp.ORDER + 18n];
const below = (end: bigint) => fc.bigInt({ min: 0n, max: end - 1n });
const field = fc.oneof(below(1n << 255n), fc.constantFrom(...edges));

describe("the kernel, held against noble", () => {
  it("multiplies and squares in both lanes, whatever they hold", () => {
    fc.assert(
      fc.property(field, field, field, field, (p, q, r, s) => {
        for (const [lane, x, y] of [[0, p, q] as const, [1, r, s] as const]) {
          setElement(a, lane, x);
          setElement(b, lane, y);
        }
        kernel.multiply(c, a, b);
        expect([element(c, 0), element(c, 1)]).toEqual([Fp.create(p * q), Fp.create(r * s)]);
        kernel.square(c, a);
        expect([element(c, 0), element(c, 1)]).toEqual([Fp.create(p * p), Fp.create(r * r)]);
      }),
      { numRuns: 1000 },
    );
  });

  it("reduces, multiplies and adds scalars of any size", () => {
    const any = fc.oneof(below(1n << 256n), fc.constantFrom(0n, Fn.ORDER, (1n << 256n) - 1n));
    fc.assert(
      fc.property(below(1n << 512n), any, any, any, (long, x, y, z) => {
        put(wide, long, 64);
        kernel.reduceScalar(scalars, wide);
        expect(get(scalars)).toBe(long % Fn.ORDER);
        for (const [i, value] of [x, y, z].entries()) put(scalars + 32 * i, value);
        kernel.multiplyAddScalar(scalars + 96, scalars, scalars + 32, scalars + 64);
        expect(get(scalars + 96)).toBe((x * y + z) % Fn.ORDER);
      }),
      { numRuns: 1000 },
    );
  });

  it("decompresses what noble does under ZIP-215, and nothing else", () => {
    const encoding = fc.tuple(field, fc.boolean()).map(([y, x]) => y | (x ? 1n << 255n : 0n));
    const four = fc.array(encoding, { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(four, (encodings) => {
        for (const [i, value] of encodings.entries()) put(scalars + 32 * i, value);
        const bytes = encodings.map((_, i) =>
          memory.slice(scalars + 32 * i, scalars + 32 * i + 32),
        );
        kernel.decompress(points, scalars, wide);
        const valid = memory.slice(wide, wide + 4);
        for (const [i, one] of bytes.entries()) {
          const expected = decompressed(one);
          expect(valid[i] === 1).toBe(expected !== null);
          if (expected !== null) expect(affine(points + i * POINT_BYTES)).toEqual(expected);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("sums multiples of points", () => {
    const scalar = fc.oneof(below(Fn.ORDER), fc.constantFrom(0n, 1n, 15n, 16n, Fn.ORDER - 1n));
    const term = fc.tuple(scalar, fc.bigInt({ min: 1n, max: Fn.ORDER - 1n }));
    fc.assert(
      fc.property(fc.array(term, { maxLength: 4 }), (terms) => {
        let expected = Point.ZERO;
        kernel.beginSum(room);
        for (const [i, [factor, multiple]] of terms.entries()) {
          const point = Point.BASE.multiply(multiple);
          expected = expected.add(point.multiplyUnsafe(factor));
          memory.set(point.toBytes(), scalars);
          kernel.decompress(points, scalars, wide);
          const table = tables + i * tableSize(5) * POINT_BYTES;
          kernel.tabulate(table, points, tableSize(5));
          put(scalars, factor);
          kernel.addTerm(scalars, table, 5);
        }
        kernel.endSum(sum);
        expect(affine(sum)).toEqual(expected.toAffine());
        expect(kernel.isSmallOrder(sum) !== 0).toBe(expected.isSmallOrder());
      }),
      { numRuns: 60 },
    );
  });
});

function decompressed(bytes: Uint8Array): { x: bigint; y: bigint } | null {
  try {
    return Point.fromBytes(bytes, true).toAffine();
  } catch {
    return null;
  }
}

function affine(point: number): { x: bigint; y: bigint } {
  const [x, y] = [element(point, 0), element(point, 1)];
  const [t, z] = [element(point + PAIR_BYTES, 0), element(point + PAIR_BYTES, 1)];
  expect(Fp.mul(t, z)).toBe(Fp.mul(x, y));
  return { x: Fp.div(x, z), y: Fp.div(y, z) };
}
