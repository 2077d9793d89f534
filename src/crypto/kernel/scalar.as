/** Scalars modulo L, the order of the base point (RFC 8032 §5.1), in 32-bit words, lowest first. */
const L: usize = memory.data<u32>([
  0x5cf5d3ed, 0x5812631a, 0xa2f79cd6, 0x14def9de, 0x00000000,
  0x00000000, 0x00000000, 0x10000000, 0x00000000,
]);
/** ⌊2⁵¹² ∕ L⌋ */
const MU: usize = memory.data<u32>([
  0x0a2c131b, 0xed9ce5a3, 0x086329a7, 0x2106215d, 0xffffffeb,
  0xffffffff, 0xffffffff, 0xffffffff, 0x0000000f,
]);
const PRODUCT: usize = memory.data(72, 8);
const WIDE: usize = memory.data(64, 8);
const REST: usize = memory.data(72, 8);
const MULTIPLE: usize = memory.data(72, 8);

/** r = a·b in `words` words of 32 bits, what lies above cut off. */
function multiplyWords(r: usize, a: usize, aWords: i32, b: usize, bWords: i32, words: i32): void {
  memory.fill(r, 0, 4 * words);
  for (let i = 0; i < aWords; i++) {
    const factor: u64 = load<u32>(a + 4 * i);
    const end = min(bWords, words - i);
    let carry: u64 = 0;
    for (let j = 0; j < end; j++) {
      const at = r + 4 * (i + j);
      carry += factor * load<u32>(b + 4 * j) + load<u32>(at);
      store<u32>(at, <u32>carry);
      carry >>= 32;
    }
    if (i + end < words) store<u32>(r + 4 * (i + end), <u32>carry);
  }
}

/** r = a − b in nine words, modulo 2²⁸⁸; whether it would have gone below zero. */
function subtractWords(r: usize, a: usize, b: usize): bool {
  let borrow: i64 = 0;
  for (let i: usize = 0; i < 36; i += 4) {
    borrow += <i64>load<u32>(a + i) - <i64>load<u32>(b + i);
    store<u32>(r + i, <u32>borrow);
    borrow >>= 32;
  }
  return borrow !== 0;
}

/** r = x mod L, x of 64 bytes, r of 32: Barrett's reduction, Handbook of Applied Cryptography 14.42. */
export function reduceScalar(r: usize, x: usize): void {
  // The quotient's top half; it is short of the true one by two at most.
  multiplyWords(PRODUCT, x + 28, 9, MU, 9, 18);
  multiplyWords(MULTIPLE, PRODUCT + 36, 9, L, 9, 9);
  subtractWords(REST, x, MULTIPLE);
  while (!subtractWords(MULTIPLE, REST, L)) memory.copy(REST, MULTIPLE, 36);
  memory.copy(r, REST, 32);
}

/** r = a·b + c mod L, all of 32 bytes and otherwise free. */
export function multiplyAddScalar(r: usize, a: usize, b: usize, c: usize): void {
  multiplyWords(WIDE, a, 8, b, 8, 16);
  let carry: u64 = 0;
  for (let i: usize = 0; i < 64; i += 4) {
    carry += <u64>load<u32>(WIDE + i) + (i < 32 ? <u64>load<u32>(c + i) : 0);
    store<u32>(WIDE + i, <u32>carry);
    carry >>= 32;
  }
  reduceScalar(r, WIDE);
}
