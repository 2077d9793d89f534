/**
 * Elements of GF(2²⁵⁵ − 19) in pairs, one in each lane of a vector of two doubles. An element is the
 * sum of twelve limbs; limb k is a multiple of 2^start(k), in steps of 21¼ bits, and at most half of
 * 2^start(k + 1) in size, or a few times that where a sum was not rounded. Every sum of products then
 * stays below 2⁵³ steps of its lowest bit (2⁴⁹ where all is rounded), so the doubles are exact.
 */
export const LIMBS: i32 = 12;
/** Bytes of a pair. */
export const PAIR: usize = 192;

/** 1.5·2⁵² steps of limb k + 1: what is added to it and taken off again is rounded to whole steps. */
export const ROUND: usize = memory.data(192, 16);
/** 19·2⁻²⁵⁵: 2²⁵⁵ is 19. */
export const WRAP: usize = memory.data(16, 16);

/** Bit at which limb k begins: ⌈255k ∕ 12⌉. */
export function start(k: i32): i32 {
  return (255 * k + 11) / 12;
}

/** 2ⁿ. */
export function power(n: i32): f64 {
  return reinterpret<f64>((<u64>(1023 + n)) << 52);
}

export function prepareLimbs(): void {
  for (let k = 0; k < LIMBS; k++) {
    v128.store(ROUND + 16 * k, f64x2.splat(1.5 * power(52 + start(k + 1))));
  }
  v128.store(WRAP, f64x2.splat(19 * power(-255)));
}

// @ts-ignore: decorator
@inline
export function limb(pair: usize, k: usize): v128 {
  return v128.load(pair + 16 * k);
}

export function add(r: usize, a: usize, b: usize): void {
  for (let i: usize = 0; i < PAIR; i += 16) {
    v128.store(r + i, f64x2.add(v128.load(a + i), v128.load(b + i)));
  }
}

export function subtract(r: usize, a: usize, b: usize): void {
  for (let i: usize = 0; i < PAIR; i += 16) {
    v128.store(r + i, f64x2.sub(v128.load(a + i), v128.load(b + i)));
  }
}

/** Sets the limbs of one lane to the low 255 bits of 32 bytes, not rounded: the eight bytes read last go over their end. */
export function fromBytes(pair: usize, lane: usize, bytes: usize): void {
  for (let k = 0; k < LIMBS; k++) {
    const bit = start(k);
    const bits = load<u64>(bytes + (bit >> 3)) >> (bit & 7);
    const digit = bits & ((1 << (start(k + 1) - bit)) - 1);
    store<f64>(pair + 16 * k + 8 * lane, <f64>digit * power(bit));
  }
}

const DIGITS: usize = memory.data(96, 8);

/** Carries through the digits, of which each gets as many bits as its limb; gives what is over. */
function carryThrough(first: i64): i64 {
  let carry = first;
  for (let k = 0; k < LIMBS; k++) {
    const width = start(k + 1) - start(k);
    const digit = load<i64>(DIGITS + 8 * k) + carry;
    carry = digit >> width;
    store<i64>(DIGITS + 8 * k, digit & ((1 << width) - 1));
  }
  return carry;
}

/** The one number below p that a lane stands for, as 32 bytes; eight more behind them are overwritten. */
export function toBytes(bytes: usize, pair: usize, lane: usize): void {
  for (let k = 0; k < LIMBS; k++) {
    store<i64>(DIGITS + 8 * k, <i64>(load<f64>(pair + 16 * k + 8 * lane) * power(-start(k))));
  }
  let over = carryThrough(0);
  while (over !== 0) over = carryThrough(19 * over);
  // From p on, 19 more go over 2²⁵⁵; what is below gives them back.
  if (carryThrough(19) === 0) carryThrough(-19);
  memory.fill(bytes, 0, 40);
  for (let k = 0; k < LIMBS; k++) {
    const at = bytes + (start(k) >> 3);
    store<u64>(at, load<u64>(at) | (load<u64>(DIGITS + 8 * k) << (start(k) & 7)));
  }
}

const ZERO_BYTES: usize = memory.data(40, 8);

export function isZero(pair: usize, lane: usize): bool {
  toBytes(ZERO_BYTES, pair, lane);
  return (load<u64>(ZERO_BYTES) | load<u64>(ZERO_BYTES, 8) | load<u64>(ZERO_BYTES, 16) | load<u64>(ZERO_BYTES, 24)) === 0;
}

export function isOdd(pair: usize, lane: usize): bool {
  toBytes(ZERO_BYTES, pair, lane);
  return (load<u8>(ZERO_BYTES) & 1) !== 0;
}
