import type { Point } from "./shape.js";

/** Up to here each product is at most 2⁵² and their difference at most 2⁵³: exact in a Number. */
const exact = 2 ** 26;

/** Whether the cross product of two such vectors is exact in a Number. */
export function isExact(ax: number, ay: number, bx: number, by: number): boolean {
  return (
    Math.abs(ax) <= exact && Math.abs(ay) <= exact && Math.abs(bx) <= exact && Math.abs(by) <= exact
  );
}

/** Sign of a × b for integer vectors: 1 where b points to the left of a. Exact for safe integers. */
export function crossSign(ax: number, ay: number, bx: number, by: number): -1 | 0 | 1 {
  if (isExact(ax, ay, bx, by)) return sign(ax * by, ay * bx);
  return sign(BigInt(ax) * BigInt(by), BigInt(ay) * BigInt(bx));
}

/** 1 where c lies to the left of the line from a to b, −1 to its right, 0 on it. Exact. */
export function orientation(a: Point, b: Point, c: Point): -1 | 0 | 1 {
  return crossSign(b[0] - a[0], b[1] - a[1], c[0] - a[0], c[1] - a[1]);
}

function sign<T extends number | bigint>(left: T, right: T): -1 | 0 | 1 {
  if (left > right) return 1;
  return left < right ? -1 : 0;
}
