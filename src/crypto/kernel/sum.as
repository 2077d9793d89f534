import { isZero, subtract, PAIR } from "./limbs";
import { addSummand, double, POINT, setNeutral, subtractSummand } from "./point";

/** A sum of multiples by Straus: doublings are shared, and each summand stands in the list of its bit. */
const BITS: i32 = 256;
const LISTS: usize = memory.data(4 * 257, 4);
/** Bytes of an entry: the next one of its list or 0, and the summand's address, odd to subtract it. */
const ENTRY: usize = 8;
let free: usize = 0;
let entries: usize = 0;

/** Begins a sum; its entries lie from `memory` on, at most 52 of 8 bytes a term of width 5. */
export function beginSum(memory: usize): void {
  entries = memory;
  free = memory;
  for (let bit = 0; bit <= BITS; bit++) store<u32>(LISTS + 4 * bit, 0);
}

/** 64 bits of a scalar from `bit` on; above its end there are none. */
// @ts-ignore: decorator
@inline
function bitsFrom(scalar: usize, bit: i32): u64 {
  const word = scalar + ((bit >> 6) << 3);
  const shift = bit & 63;
  const low = load<u64>(word) >> shift;
  return shift === 0 || bit >= 192 ? low : low | (load<u64>(word, 8) << (64 - shift));
}

/**
 * Adds a scalar of 32 bytes below 2²⁵⁵ times a point by its table of 2^(width − 2) odd multiples: the
 * scalar in digits, odd and below 2^(width − 1) in size, of which of any `width` at most one is not 0.
 */
export function addTerm(scalar: usize, table: usize, width: i32): void {
  const whole = 1 << width;
  let carry: u64 = 0;
  let bit = 0;
  while (bit < BITS) {
    const bits = bitsFrom(scalar, bit);
    // Where a digit borrowed from here, a run of ones is passed over as a run of zeros is.
    const run = <i32>ctz(carry === 0 ? bits : ~bits);
    if (run > 0) {
      bit += min(run, 64 - (bit >= 192 ? bit - 192 : 0));
      continue;
    }
    let digit = <i32>((bits & (whole - 1)) + carry);
    carry = digit > whole >> 1 ? 1 : 0;
    if (carry) digit -= whole;
    enter(bit, table + <usize>(abs(digit) >> 1) * POINT + (digit < 0 ? 1 : 0));
    bit += width;
  }
}

// @ts-ignore: decorator
@inline
function enter(bit: i32, summand: usize): void {
  store<u32>(free, load<u32>(LISTS + 4 * bit));
  store<u32>(free, <u32>summand, 4);
  store<u32>(LISTS + 4 * bit, <u32>free);
  free += ENTRY;
}

/** The sum of all terms. */
export function endSum(p: usize): void {
  setNeutral(p);
  let bit = BITS;
  while (bit > 0 && load<u32>(LISTS + 4 * bit) === 0) bit--;
  for (; bit >= 0; bit--) {
    double(p);
    for (let entry = <usize>load<u32>(LISTS + 4 * bit); entry !== 0; entry = load<u32>(entry)) {
      const summand = <usize>load<u32>(entry, 4);
      if (summand & 1) subtractSummand(p, summand - 1);
      else addSummand(p, summand);
    }
  }
}

const COPY: usize = memory.data(384, 16);

/** Whether the order of a point divides the cofactor, 8. */
export function isSmallOrder(p: usize): bool {
  memory.copy(COPY, p, POINT);
  for (let i = 0; i < 3; i++) double(COPY);
  if (!isZero(COPY, 0)) return false;
  // Y and Z are the second lanes; the first ones' difference is of no interest.
  subtract(COPY, COPY, COPY + PAIR);
  return isZero(COPY, 1);
}
