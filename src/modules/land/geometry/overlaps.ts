import { Budget } from "./budget.js";
import { regionOfShape, relate } from "./relate.js";
import type { Shape } from "./shape.js";

/**
 * Whether the interiors of two valid shapes intersect. Shapes that share edges (noded or not) or
 * corners, or of which one lies in a hole of the other, do not overlap. Exact; nothing is clipped.
 * @throws LAND_WORK_LIMIT
 */
export function overlaps(a: Shape, b: Shape, budget: Budget = new Budget()): boolean {
  return relate(regionOfShape(a), regionOfShape(b), budget).overlap;
}
