import { isExact } from "./orientation.js";
import type { Point, Ring } from "./shape.js";

/** Twice the area in square grid units, positive where the ring runs counter-clockwise. Exact. */
export function twiceSignedArea(ring: Ring): bigint {
  let sum = 0n;
  const origin = ring[0];
  if (origin === undefined) return sum;
  for (let i = 2; i < ring.length; i++) {
    sum += cross(origin, ring[i - 1] as Point, ring[i] as Point);
  }
  return sum;
}

function cross(origin: Point, a: Point, b: Point): bigint {
  const ax = a[0] - origin[0];
  const ay = a[1] - origin[1];
  const bx = b[0] - origin[0];
  const by = b[1] - origin[1];
  if (isExact(ax, ay, bx, by)) return BigInt(ax * by - ay * bx);
  return BigInt(ax) * BigInt(by) - BigInt(ay) * BigInt(bx);
}
