import { fromBytes, PAIR } from "./limbs";
import { multiply, square } from "./multiply";

/**
 * A point of edwards25519 in extended coordinates (Hisil, Wong, Carter, Dawson 2008): the pairs (X, Y)
 * and (T, Z). As a summand it is (Y − X, Y + X) and (2dT, 2Z). The four products of a step then make
 * two of pairs.
 */
export const POINT: usize = 384;

// @ts-ignore: decorator
@inline
const TZ = PAIR;

/** (2d, 2) */
const SUMMAND: usize = memory.data(192, 16);
const ONE: usize = memory.data(192, 16);
const A: usize = memory.data(192, 16);
const B: usize = memory.data(192, 16);
const C: usize = memory.data(192, 16);
const D: usize = memory.data(192, 16);
const TWICE: usize = memory.data(384, 16);
const COPY: usize = memory.data(384, 16);

/** 2d, RFC 8032 §5.1. */
const TWICE_D: usize = memory.data<u8>([
  0x59, 0xf1, 0xb2, 0x26, 0x94, 0x9b, 0xd6, 0xeb, 0x56, 0xb1, 0x83, 0x82, 0x9a, 0x14, 0xe0, 0x00,
  0x30, 0xd1, 0xf3, 0xee, 0xf2, 0x80, 0x8e, 0x19, 0xe7, 0xfc, 0xdf, 0x56, 0xdc, 0xd9, 0x06, 0x24,
  0, 0, 0, 0, 0, 0, 0, 0,
]);

export function preparePoints(): void {
  fromBytes(SUMMAND, 0, TWICE_D);
  store<f64>(SUMMAND, 2, 8);
  store<f64>(ONE, 1, 0);
  store<f64>(ONE, 1, 8);
  multiply(SUMMAND, SUMMAND, ONE);
}

// @ts-ignore: decorator
@inline
function swap(v: v128): v128 {
  return v128.shuffle<f64>(v, v, 1, 0);
}

/** (b − a, b + a) of (a, b), or (b + a, b − a). */
// @ts-ignore: decorator
@inline
function differenceAndSum(v: v128, negative: bool): v128 {
  return negative
    ? f64x2.add(v, v128.xor(swap(v), f64x2(0.0, -0.0)))
    : f64x2.add(swap(v), v128.xor(v, f64x2(-0.0, 0.0)));
}

/** The neutral element. */
export function setNeutral(p: usize): void {
  memory.fill(p, 0, POINT);
  store<f64>(p, 1, 8);
  store<f64>(p, 1, TZ + 8);
}

/** p = 2p (dbl-2008-hwcd), with all four coordinates negated. */
export function double(p: usize): void {
  for (let i: usize = 0; i < PAIR; i += 16) {
    const xy = v128.load(p + i);
    v128.store(A + i, v128.shuffle<f64>(f64x2.add(xy, swap(xy)), v128.load(p + i, TZ), 0, 3));
  }
  square(B, p);
  square(A, A);
  for (let i: usize = 0; i < PAIR; i += 16) {
    const gh = differenceAndSum(v128.load(B + i), false);
    const q = v128.load(A + i);
    const twiceZ = f64x2.add(q, v128.and(q, i64x2(0, -1)));
    const ef = f64x2.sub(twiceZ, swap(gh));
    v128.store(A + i, v128.shuffle<f64>(ef, gh, 0, 2));
    v128.store(B + i, v128.shuffle<f64>(ef, gh, 1, 3));
    v128.store(C + i, ef);
    v128.store(D + i, swap(gh));
  }
  multiply(p, A, B);
  multiply(p + TZ, C, D);
}

/** p ± s, by add-2008-hwcd-3; of −s, Y − X and Y + X change places and T its sign. */
// @ts-ignore: decorator
@inline
function addSigned(p: usize, s: usize, negative: bool): void {
  for (let i: usize = 0; i < PAIR; i += 16) {
    const v = differenceAndSum(v128.load(p + i), false);
    v128.store(A + i, negative ? swap(v) : v);
  }
  multiply(A, A, s);
  multiply(B, p + TZ, s + TZ);
  for (let i: usize = 0; i < PAIR; i += 16) {
    const ab = v128.load(A + i);
    const eh = negative
      ? f64x2.add(ab, v128.xor(swap(ab), f64x2(-0.0, 0.0)))
      : differenceAndSum(ab, false);
    const fg = differenceAndSum(v128.load(B + i), negative);
    v128.store(A + i, eh);
    v128.store(B + i, fg);
    v128.store(C + i, v128.shuffle<f64>(eh, fg, 0, 2));
    v128.store(D + i, v128.shuffle<f64>(eh, fg, 1, 3));
  }
  multiply(p, A, B);
  multiply(p + TZ, C, D);
}

export function addSummand(p: usize, s: usize): void {
  addSigned(p, s, false);
}

export function subtractSummand(p: usize, s: usize): void {
  addSigned(p, s, true);
}

function toSummand(s: usize, p: usize): void {
  for (let i: usize = 0; i < PAIR; i += 16) {
    v128.store(s + i, differenceAndSum(v128.load(p + i), false));
  }
  multiply(s + TZ, p + TZ, SUMMAND);
}

/** p, 3p, 5p …, `count` summands; p itself becomes the last of them. */
export function tabulate(table: usize, p: usize, count: i32): void {
  toSummand(table, p);
  if (count === 1) return;
  memory.copy(COPY, p, POINT);
  double(COPY);
  toSummand(TWICE, COPY);
  for (let i = 1; i < count; i++) {
    addSummand(p, TWICE);
    toSummand(table + <usize>i * POINT, p);
  }
}
