import { orientation } from "./orientation.js";
import type { Point, Ring } from "./shape.js";

/**
 * Whether a point on none of the rings lies within an odd number of them (even-odd rule: the ray to
 * the right of the point, each edge with its lower end and without its upper one).
 */
export function isInside(point: Point, rings: readonly Ring[]): boolean {
  let inside = false;
  for (const ring of rings) {
    let from = ring.at(-1) as Point;
    for (const to of ring) {
      if (crossesRay(point, from, to)) inside = !inside;
      from = to;
    }
  }
  return inside;
}

function crossesRay(point: Point, from: Point, to: Point): boolean {
  const upwards = from[1] <= point[1];
  if (upwards === to[1] <= point[1]) return false;
  if (from[0] < point[0] && to[0] < point[0]) return false;
  return orientation(from, to, point) === (upwards ? 1 : -1);
}
