import { add, fromBytes, isOdd, isZero, limb, PAIR, subtract } from "./limbs";
import { multiply, square } from "./multiply";
import { POINT } from "./point";

/** d and √−1, RFC 8032 §5.1; the eight bytes behind them are only read over. */
const D_BYTES: usize = memory.data<u8>([
  0xa3, 0x78, 0x59, 0x13, 0xca, 0x4d, 0xeb, 0x75, 0xab, 0xd8, 0x41, 0x41, 0x4d, 0x0a, 0x70, 0x00,
  0x98, 0xe8, 0x79, 0x77, 0x79, 0x40, 0xc7, 0x8c, 0x73, 0xfe, 0x6f, 0x2b, 0xee, 0x6c, 0x03, 0x52,
  0, 0, 0, 0, 0, 0, 0, 0,
]);
const ROOT_BYTES: usize = memory.data<u8>([
  0xb0, 0xa0, 0x0e, 0x4a, 0x27, 0x1b, 0xee, 0xc4, 0x78, 0xe4, 0x2f, 0xad, 0x06, 0x18, 0x43, 0x2f,
  0xa7, 0xd7, 0xfb, 0x3d, 0x99, 0x00, 0x4d, 0x2b, 0x0b, 0xdf, 0xc1, 0x4f, 0x80, 0x24, 0x83, 0x2b,
  0, 0, 0, 0, 0, 0, 0, 0,
]);

const D: usize = memory.data(192, 16);
const ROOT: usize = memory.data(192, 16);
const ONE: usize = memory.data(192, 16);

// Two pairs each, since the steps of one pair wait for each other.
const Y: usize = memory.data(384, 16);
const U: usize = memory.data(384, 16);
const V: usize = memory.data(384, 16);
const X: usize = memory.data(384, 16);
const W: usize = memory.data(384, 16);
const POWERS: usize = memory.data(384 * 4, 16);
const FACTOR: usize = memory.data(192, 16);

export function prepareDecompression(): void {
  for (let lane: usize = 0; lane < 2; lane++) {
    fromBytes(D, lane, D_BYTES);
    fromBytes(ROOT, lane, ROOT_BYTES);
    store<f64>(ONE + 8 * lane, 1);
  }
  multiply(D, D, ONE);
  multiply(ROOT, ROOT, ONE);
}

// @ts-ignore: decorator
@inline
function multiplyTwo(r: usize, a: usize, b: usize): void {
  multiply(r, a, b);
  multiply(r + PAIR, a + PAIR, b + PAIR);
}

/** r = x^(2ⁿ) */
function squareTwo(r: usize, x: usize, n: i32): void {
  square(r, x);
  square(r + PAIR, x + PAIR);
  for (let i = 1; i < n; i++) {
    square(r, r);
    square(r + PAIR, r + PAIR);
  }
}

/** r = x^(2²⁵² − 3), which is x^((p − 5) ∕ 8); by 2^10 − 1, 2^50 − 1 and so on. */
function powerTwo(r: usize, x: usize): void {
  const a = POWERS;
  const b = POWERS + 2 * PAIR;
  const c = POWERS + 4 * PAIR;
  const t = POWERS + 6 * PAIR;
  squareTwo(a, x, 1);
  squareTwo(t, a, 2);
  multiplyTwo(t, t, x); // 9
  multiplyTwo(a, a, t); // 11
  squareTwo(a, a, 1);
  multiplyTwo(a, a, t); // 2⁵ − 1
  squareTwo(t, a, 5);
  multiplyTwo(a, t, a); // 2¹⁰ − 1
  squareTwo(t, a, 10);
  multiplyTwo(b, t, a); // 2²⁰ − 1
  squareTwo(t, b, 20);
  multiplyTwo(t, t, b); // 2⁴⁰ − 1
  squareTwo(t, t, 10);
  multiplyTwo(a, t, a); // 2⁵⁰ − 1
  squareTwo(t, a, 50);
  multiplyTwo(b, t, a); // 2¹⁰⁰ − 1
  squareTwo(t, b, 100);
  multiplyTwo(c, t, b); // 2²⁰⁰ − 1
  squareTwo(t, c, 50);
  multiplyTwo(t, t, a); // 2²⁵⁰ − 1
  squareTwo(t, t, 2);
  multiplyTwo(r, t, x);
}

/**
 * Four points from encodings of 32 bytes, as ZIP-215 reads them: y may be p or above, and x = 0 may
 * have its sign set. `valid` gets a byte each; a point that is none is left in any state.
 */
export function decompress(points: usize, encodings: usize, valid: usize): void {
  for (let i: usize = 0; i < 4; i++) {
    fromBytes(Y + (i >> 1) * PAIR, i & 1, encodings + 32 * i);
  }
  multiply(Y, Y, ONE);
  multiply(Y + PAIR, Y + PAIR, ONE);
  // x² = u ∕ v = (y² − 1) ∕ (dy² + 1), RFC 8032 §5.1.3
  for (let at: usize = 0; at < 2 * PAIR; at += PAIR) {
    square(U + at, Y + at);
    multiply(V + at, U + at, D);
    subtract(U + at, U + at, ONE);
    add(V + at, V + at, ONE);
    square(W + at, V + at);
    multiply(W + at, W + at, V + at); // v³
    multiply(X + at, U + at, W + at); // uv³
    square(W + at, W + at);
    multiply(W + at, W + at, V + at);
    multiply(W + at, W + at, U + at); // uv⁷
  }
  powerTwo(W, W);
  for (let at: usize = 0; at < 2 * PAIR; at += PAIR) {
    multiply(X + at, X + at, W + at);
    const first = at === 0 ? 0 : 2;
    finish(at, encodings + 32 * first, valid + first);
    output(at, points + POINT * first);
  }
}

/** x is a root of u ∕ v, or of −u ∕ v, or there is none; then its sign. */
function finish(at: usize, encodings: usize, valid: usize): void {
  const x = X + at;
  square(W, x);
  multiply(W, W, V + at);
  subtract(FACTOR, W, U + at);
  add(W, W, U + at);
  const plain0 = isZero(FACTOR, 0);
  const plain1 = isZero(FACTOR, 1);
  store<u8>(valid, plain0 || isZero(W, 0) ? 1 : 0);
  store<u8>(valid + 1, plain1 || isZero(W, 1) ? 1 : 0);
  const keep = i64x2(plain0 ? -1 : 0, plain1 ? -1 : 0);
  for (let i: usize = 0; i < PAIR; i += 16) {
    v128.store(FACTOR + i, v128.bitselect(v128.load(ONE + i), v128.load(ROOT + i), keep));
  }
  multiply(x, x, FACTOR);
  const flip0 = isOdd(x, 0) !== (load<u8>(encodings + 31) >> 7 !== 0);
  const flip1 = isOdd(x, 1) !== (load<u8>(encodings + 63) >> 7 !== 0);
  const signs = f64x2(flip0 ? -0.0 : 0.0, flip1 ? -0.0 : 0.0);
  for (let i: usize = 0; i < PAIR; i += 16) v128.store(x + i, v128.xor(v128.load(x + i), signs));
}

/** The two points of a pair in extended coordinates. */
function output(at: usize, points: usize): void {
  multiply(W, X + at, Y + at);
  for (let k: usize = 0; k < 12; k++) {
    const x = limb(X + at, k);
    const y = limb(Y + at, k);
    const t = limb(W, k);
    const one = limb(ONE, k);
    v128.store(points + 16 * k, v128.shuffle<f64>(x, y, 0, 2));
    v128.store(points + PAIR + 16 * k, v128.shuffle<f64>(t, one, 0, 2));
    v128.store(points + POINT + 16 * k, v128.shuffle<f64>(x, y, 1, 3));
    v128.store(points + POINT + PAIR + 16 * k, v128.shuffle<f64>(t, one, 1, 3));
  }
}
