import { regionOf, relate } from "./relate.js";
import { ringsOf, type Shape } from "./shape.js";

/**
 * Whether the interiors of two valid shapes intersect. Shapes that share edges (noded or not) or
 * corners, or of which one lies in a hole of the other, do not overlap. Exact; nothing is clipped.
 */
export function overlaps(a: Shape, b: Shape): boolean {
  return relate(regionOf(a.flatMap(ringsOf)), regionOf(b.flatMap(ringsOf))).overlap;
}
