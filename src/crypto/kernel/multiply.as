import { limb, ROUND, WRAP } from "./limbs";

/** Σ of six products. */
// @ts-ignore: decorator
@inline
function dot(
  a: v128, b: v128, c: v128, d: v128, e: v128, f: v128,
  g: v128, h: v128, i: v128, j: v128, k: v128, l: v128,
): v128 {
  const left = f64x2.add(f64x2.add(f64x2.mul(a, b), f64x2.mul(c, d)), f64x2.mul(e, f));
  return f64x2.add(f64x2.add(f64x2.add(left, f64x2.mul(g, h)), f64x2.mul(i, j)), f64x2.mul(k, l));
}

/** Stores limb k, rounded to its width; gives what goes over into the next one. */
// @ts-ignore: decorator
@inline
function settle(r: usize, k: usize, sum: v128): v128 {
  const round = v128.load(ROUND + 16 * k);
  const over = f64x2.sub(f64x2.add(sum, round), round);
  v128.store(r + 16 * k, f64x2.sub(sum, over));
  return over;
}

/** What goes over the top limb comes in below, 19-fold; what then goes over limb 0 is little. */
// @ts-ignore: decorator
@inline
function wrap(r: usize, over: v128): void {
  const sum = f64x2.add(v128.load(r), f64x2.mul(over, v128.load(WRAP)));
  const little = settle(r, 0, sum);
  v128.store(r + 16, f64x2.add(v128.load(r + 16), little));
}

/** r = x·y; any of them may be the same. */
export function multiply(r: usize, x: usize, y: usize): void {
  const
    a0 = limb(x, 0), a1 = limb(x, 1), a2 = limb(x, 2),
    a3 = limb(x, 3), a4 = limb(x, 4), a5 = limb(x, 5),
    a6 = limb(x, 6), a7 = limb(x, 7), a8 = limb(x, 8),
    a9 = limb(x, 9), a10 = limb(x, 10), a11 = limb(x, 11);
  const
    b0 = limb(y, 0), b1 = limb(y, 1), b2 = limb(y, 2),
    b3 = limb(y, 3), b4 = limb(y, 4), b5 = limb(y, 5),
    b6 = limb(y, 6), b7 = limb(y, 7), b8 = limb(y, 8),
    b9 = limb(y, 9), b10 = limb(y, 10), b11 = limb(y, 11);
  const wrapped = v128.load(WRAP);
  const
    w1 = f64x2.mul(b1, wrapped), w2 = f64x2.mul(b2, wrapped), w3 = f64x2.mul(b3, wrapped),
    w4 = f64x2.mul(b4, wrapped), w5 = f64x2.mul(b5, wrapped), w6 = f64x2.mul(b6, wrapped),
    w7 = f64x2.mul(b7, wrapped), w8 = f64x2.mul(b8, wrapped), w9 = f64x2.mul(b9, wrapped),
    w10 = f64x2.mul(b10, wrapped), w11 = f64x2.mul(b11, wrapped);
  let over = settle(r, 0, f64x2.add(
    dot(a0, b0, a1, w11, a2, w10, a3, w9, a4, w8, a5, w7),
    dot(a6, w6, a7, w5, a8, w4, a9, w3, a10, w2, a11, w1)));
  over = settle(r, 1, f64x2.add(f64x2.add(over,
    dot(a0, b1, a1, b0, a2, w11, a3, w10, a4, w9, a5, w8)),
    dot(a6, w7, a7, w6, a8, w5, a9, w4, a10, w3, a11, w2)));
  over = settle(r, 2, f64x2.add(f64x2.add(over,
    dot(a0, b2, a1, b1, a2, b0, a3, w11, a4, w10, a5, w9)),
    dot(a6, w8, a7, w7, a8, w6, a9, w5, a10, w4, a11, w3)));
  over = settle(r, 3, f64x2.add(f64x2.add(over,
    dot(a0, b3, a1, b2, a2, b1, a3, b0, a4, w11, a5, w10)),
    dot(a6, w9, a7, w8, a8, w7, a9, w6, a10, w5, a11, w4)));
  over = settle(r, 4, f64x2.add(f64x2.add(over,
    dot(a0, b4, a1, b3, a2, b2, a3, b1, a4, b0, a5, w11)),
    dot(a6, w10, a7, w9, a8, w8, a9, w7, a10, w6, a11, w5)));
  over = settle(r, 5, f64x2.add(f64x2.add(over,
    dot(a0, b5, a1, b4, a2, b3, a3, b2, a4, b1, a5, b0)),
    dot(a6, w11, a7, w10, a8, w9, a9, w8, a10, w7, a11, w6)));
  over = settle(r, 6, f64x2.add(f64x2.add(over,
    dot(a0, b6, a1, b5, a2, b4, a3, b3, a4, b2, a5, b1)),
    dot(a6, b0, a7, w11, a8, w10, a9, w9, a10, w8, a11, w7)));
  over = settle(r, 7, f64x2.add(f64x2.add(over,
    dot(a0, b7, a1, b6, a2, b5, a3, b4, a4, b3, a5, b2)),
    dot(a6, b1, a7, b0, a8, w11, a9, w10, a10, w9, a11, w8)));
  over = settle(r, 8, f64x2.add(f64x2.add(over,
    dot(a0, b8, a1, b7, a2, b6, a3, b5, a4, b4, a5, b3)),
    dot(a6, b2, a7, b1, a8, b0, a9, w11, a10, w10, a11, w9)));
  over = settle(r, 9, f64x2.add(f64x2.add(over,
    dot(a0, b9, a1, b8, a2, b7, a3, b6, a4, b5, a5, b4)),
    dot(a6, b3, a7, b2, a8, b1, a9, b0, a10, w11, a11, w10)));
  over = settle(r, 10, f64x2.add(f64x2.add(over,
    dot(a0, b10, a1, b9, a2, b8, a3, b7, a4, b6, a5, b5)),
    dot(a6, b4, a7, b3, a8, b2, a9, b1, a10, b0, a11, w11)));
  over = settle(r, 11, f64x2.add(f64x2.add(over,
    dot(a0, b11, a1, b10, a2, b9, a3, b8, a4, b7, a5, b6)),
    dot(a6, b5, a7, b4, a8, b3, a9, b2, a10, b1, a11, b0)));
  wrap(r, over);
}

/** r = x²; both may be the same. */
export function square(r: usize, x: usize): void {
  const
    a0 = limb(x, 0), a1 = limb(x, 1), a2 = limb(x, 2),
    a3 = limb(x, 3), a4 = limb(x, 4), a5 = limb(x, 5),
    a6 = limb(x, 6), a7 = limb(x, 7), a8 = limb(x, 8),
    a9 = limb(x, 9), a10 = limb(x, 10), a11 = limb(x, 11);
  const
    d0 = f64x2.add(a0, a0), d1 = f64x2.add(a1, a1), d2 = f64x2.add(a2, a2),
    d3 = f64x2.add(a3, a3), d4 = f64x2.add(a4, a4), d5 = f64x2.add(a5, a5),
    d6 = f64x2.add(a6, a6), d7 = f64x2.add(a7, a7), d8 = f64x2.add(a8, a8),
    d9 = f64x2.add(a9, a9), d10 = f64x2.add(a10, a10);
  const wrapped = v128.load(WRAP);
  const
    w6 = f64x2.mul(a6, wrapped), w7 = f64x2.mul(a7, wrapped), w8 = f64x2.mul(a8, wrapped),
    w9 = f64x2.mul(a9, wrapped), w10 = f64x2.mul(a10, wrapped), w11 = f64x2.mul(a11, wrapped);
  let over = settle(r, 0, f64x2.add(f64x2.mul(a0, a0), dot(d1, w11, d2, w10, d3, w9, d4, w8, d5, w7, a6, w6)));
  over = settle(r, 1, f64x2.add(over, dot(d0, a1, d2, w11, d3, w10, d4, w9, d5, w8, d6, w7)));
  over = settle(r, 2, f64x2.add(over, f64x2.add(f64x2.mul(d0, a2), dot(a1, a1, d3, w11, d4, w10, d5, w9, d6, w8, a7, w7))));
  over = settle(r, 3, f64x2.add(over, dot(d0, a3, d1, a2, d4, w11, d5, w10, d6, w9, d7, w8)));
  over = settle(r, 4, f64x2.add(over, f64x2.add(f64x2.mul(d0, a4), dot(d1, a3, a2, a2, d5, w11, d6, w10, d7, w9, a8, w8))));
  over = settle(r, 5, f64x2.add(over, dot(d0, a5, d1, a4, d2, a3, d6, w11, d7, w10, d8, w9)));
  over = settle(r, 6, f64x2.add(over, f64x2.add(f64x2.mul(d0, a6), dot(d1, a5, d2, a4, a3, a3, d7, w11, d8, w10, a9, w9))));
  over = settle(r, 7, f64x2.add(over, dot(d0, a7, d1, a6, d2, a5, d3, a4, d8, w11, d9, w10)));
  over = settle(r, 8, f64x2.add(over, f64x2.add(f64x2.mul(d0, a8), dot(d1, a7, d2, a6, d3, a5, a4, a4, d9, w11, a10, w10))));
  over = settle(r, 9, f64x2.add(over, dot(d0, a9, d1, a8, d2, a7, d3, a6, d4, a5, d10, w11)));
  over = settle(r, 10, f64x2.add(over, f64x2.add(f64x2.mul(d0, a10), dot(d1, a9, d2, a8, d3, a7, d4, a6, a5, a5, a11, w11))));
  over = settle(r, 11, f64x2.add(over, dot(d0, a11, d1, a10, d2, a9, d3, a8, d4, a7, d5, a6)));
  wrap(r, over);
}
