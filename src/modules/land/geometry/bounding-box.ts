import type { Point, Ring, Shape } from "./shape.js";

/** Closed: its edges belong to it. */
export type Box = {
  readonly minX: number;
  readonly minY: number;
  readonly maxX: number;
  readonly maxY: number;
};

/** The least box around a shape. Holes lie within, so only the outer rings count. */
export function boundingBox(shape: Shape): Box {
  return boxOf(shape.map((part) => part.outer));
}

export function boxOf(rings: readonly Ring[]): Box {
  let [minX, minY] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  let [maxX, maxY] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const ring of rings) {
    for (const [x, y] of ring) {
      if (x < minX) minX = x;
      if (x > maxX) maxX = x;
      if (y < minY) minY = y;
      if (y > maxY) maxY = y;
    }
  }
  return { minX, minY, maxX, maxY };
}

/** Whether two boxes have a point in common, be it on their edges. */
export function boxesTouch(a: Box, b: Box): boolean {
  return a.minX <= b.maxX && b.minX <= a.maxX && a.minY <= b.maxY && b.minY <= a.maxY;
}

export function boxHolds(box: Box, [x, y]: Point): boolean {
  return box.minX <= x && x <= box.maxX && box.minY <= y && y <= box.maxY;
}
