import { samePoint } from "./contact.js";
import type { Edge } from "./edge.js";
import { crossSign } from "./orientation.js";
import type { Point } from "./shape.js";

/**
 * What a region looks like close to a point of its boundary: the directions in which boundary
 * leaves the point. Turning counter-clockwise one enters the region at an opening, where an edge
 * goes out, and leaves it at a closing, where one comes in. In a valid shape they alternate.
 */
export type Fan = { readonly openings: readonly Point[]; readonly closings: readonly Point[] };

/** What edges of a region on which `at` lies tell about it there. */
export function fanAt(at: Point, edges: ReadonlySet<Edge>): Fan {
  const openings: Point[] = [];
  const closings: Point[] = [];
  for (const { from, to } of edges) {
    if (!samePoint(at, to)) openings.push(direction(at, to));
    if (!samePoint(at, from)) closings.push(direction(at, from));
  }
  return { openings, closings };
}

/** Whether the two regions have inner points in common however close to the point one looks. */
export function fansOverlap(a: Fan, b: Fan): boolean {
  return (
    a.openings.some((opening) => opensInto(opening, b)) ||
    b.openings.some((opening) => opensInto(opening, a))
  );
}

/** Whether the two boundaries leave the point along the same line. */
export function fansShareLine(a: Fan, b: Fan): boolean {
  const directions = [...b.openings, ...b.closings];
  return [...a.openings, ...a.closings].some((one) =>
    directions.some((other) => turn(one, other) === Turn.Whole),
  );
}

/** Whether the first boundary of `fan` met when turning on from `opening` closes the region. */
function opensInto(opening: Point, fan: Fan): boolean {
  const closing = nearest(opening, fan.closings);
  const next = nearest(opening, fan.openings);
  return closing !== null && (next === null || isNearer(opening, closing, next));
}

function nearest(start: Point, directions: readonly Point[]): Point | null {
  let best: Point | null = null;
  for (const one of directions) {
    if (best === null || isNearer(start, one, best)) best = one;
  }
  return best;
}

/** Counter-clockwise from one direction to another, in (0, 2π]. */
const Turn = { Left: 0, Half: 1, Right: 2, Whole: 3 } as const;

function turn(start: Point, to: Point): number {
  const side = crossSign(start[0], start[1], to[0], to[1]);
  if (side !== 0) return side > 0 ? Turn.Left : Turn.Right;
  const same = Math.sign(start[0]) === Math.sign(to[0]) && Math.sign(start[1]) === Math.sign(to[1]);
  return same ? Turn.Whole : Turn.Half;
}

function isNearer(start: Point, a: Point, b: Point): boolean {
  const turnA = turn(start, a);
  const turnB = turn(start, b);
  if (turnA !== turnB) return turnA < turnB;
  return crossSign(a[0], a[1], b[0], b[1]) > 0;
}

function direction(from: Point, to: Point): Point {
  return [to[0] - from[0], to[1] - from[1]];
}
