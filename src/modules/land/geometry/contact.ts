import { boxHolds } from "./bounding-box.js";
import type { Edge } from "./edge.js";
import { orientation } from "./orientation.js";
import type { Point } from "./shape.js";

/**
 * How two edges whose boxes touch meet: not at all, by crossing within both, or in the ends of one
 * that lie on the other (one point, or two where they run along each other). Exact.
 */
export function contact(a: Edge, b: Edge): "apart" | "crossing" | readonly Point[] {
  const bFrom = orientation(a.from, a.to, b.from);
  const bTo = orientation(a.from, a.to, b.to);
  if (bFrom === bTo && bFrom !== 0) return "apart";
  const aFrom = orientation(b.from, b.to, a.from);
  const aTo = orientation(b.from, b.to, a.to);
  if (aFrom === aTo && aFrom !== 0) return "apart";
  if (bFrom !== 0 && bTo !== 0 && aFrom !== 0 && aTo !== 0) return "crossing";
  const points: Point[] = [];
  if (bFrom === 0 && boxHolds(a, b.from)) points.push(b.from);
  if (bTo === 0 && boxHolds(a, b.to)) points.push(b.to);
  if (aFrom === 0 && boxHolds(b, a.from)) addNew(points, a.from);
  if (aTo === 0 && boxHolds(b, a.to)) addNew(points, a.to);
  return points.length === 0 ? "apart" : points;
}

function addNew(points: Point[], point: Point): void {
  if (!points.some((known) => samePoint(known, point))) points.push(point);
}

export function samePoint(a: Point, b: Point): boolean {
  return a[0] === b[0] && a[1] === b[1];
}
