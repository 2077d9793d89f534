import { type Budget, cost } from "./budget.js";
import { contact } from "./contact.js";
import type { Edge } from "./edge.js";
import { fanAt, fansOverlap, fansShareLine } from "./fan.js";
import type { Point } from "./shape.js";
import { sweepBetween } from "./sweep.js";

/** What the boundaries of two regions tell of each other where they meet. */
export type Meeting = {
  /** They cross, or overlap close to a point that both boundaries pass through. */
  readonly overlap: boolean;
  /** They run along each other for more than a point. Only known where they do not overlap. */
  readonly sharesLine: boolean;
  /** Where they touch. Only known where they do not overlap. */
  readonly points: readonly Point[];
  /** The rings of each that touch the other. */
  readonly ringsA: ReadonlySet<number>;
  readonly ringsB: ReadonlySet<number>;
};

/** The edges of each through a point, each once: many rings may touch in one. */
type Touch = { readonly point: Point; readonly a: Set<Edge>; readonly b: Set<Edge> };

/**
 * The regions left of two sets of edges, of which only those within the other's box are needed.
 *
 * Why the looks at single points suffice: without a crossing, the points where the boundaries touch
 * cut them into pieces that lie within, without or along the other region from end to end, and the
 * fan at an end of a piece tells which. A ring that touches nothing is the caller's to place.
 * @throws LAND_WORK_LIMIT
 */
export function meet(edgesA: readonly Edge[], edgesB: readonly Edge[], budget: Budget): Meeting {
  const touches = new Map<string, Touch>();
  const ringsA = new Set<number>();
  const ringsB = new Set<number>();
  let overlap = false;
  sweepBetween(edgesA, edgesB, budget, (a, b) => {
    const how = contact(a, b);
    if (how === "apart") return false;
    overlap = how === "crossing";
    if (how === "crossing") return true;
    ringsA.add(a.ring);
    ringsB.add(b.ring);
    for (const point of how) {
      const touch = touchAt(touches, point);
      touch.a.add(a);
      touch.b.add(b);
    }
    return false;
  });
  const all = [...touches.values()].map(({ point, a, b }) => {
    budget.spend(a.size * b.size * cost.directions);
    return { point, a: fanAt(point, a), b: fanAt(point, b) };
  });
  return {
    overlap: overlap || all.some(({ a, b }) => fansOverlap(a, b)),
    sharesLine: all.some(({ a, b }) => fansShareLine(a, b)),
    points: all.map(({ point }) => point),
    ringsA,
    ringsB,
  };
}

function touchAt(touches: Map<string, Touch>, point: Point): Touch {
  const key = `${point[0]},${point[1]}`;
  let touch = touches.get(key);
  if (touch === undefined) {
    touch = { point, a: new Set(), b: new Set() };
    touches.set(key, touch);
  }
  return touch;
}
