import { type Budget, cost } from "./budget.js";
import { orientation } from "./orientation.js";
import type { Point, Ring } from "./shape.js";

/**
 * Whether a point on none of the rings lies within an odd number of them (even-odd rule: the ray to
 * the right of the point, each edge with its lower end and without its upper one).
 * @throws LAND_WORK_LIMIT
 */
export function isInside(point: Point, rings: readonly Ring[], budget: Budget): boolean {
  let inside = false;
  for (const ring of rings) {
    budget.spend(ring.length * cost.passed);
    let from = ring.at(-1) as Point;
    for (const to of ring) {
      if (crossesRay(point, from, to, budget)) inside = !inside;
      from = to;
    }
  }
  return inside;
}

function crossesRay(point: Point, from: Point, to: Point, budget: Budget): boolean {
  const upwards = from[1] <= point[1];
  if (upwards === to[1] <= point[1]) return false;
  if (from[0] < point[0] && to[0] < point[0]) return false;
  budget.spend(cost.pair);
  return orientation(from, to, point) === (upwards ? 1 : -1);
}
