import { boxesTouch } from "./bounding-box.js";
import { type Budget, cost } from "./budget.js";
import { checkRing } from "./check-ring.js";
import { edgesOf, reversed } from "./edge.js";
import { geometryError } from "./errors.js";
import { isInside } from "./is-inside.js";
import { meet } from "./meet.js";
import { type Region, regionOf, relate } from "./relate.js";
import { type Part, type Point, type Ring, ringsOf } from "./shape.js";
import { sweepWithin } from "./sweep.js";

/** Two rings of the part touch in a point. */
type Link = { readonly rings: readonly [number, number]; readonly point: Point };

/**
 * Rings as `checkRing` wants them; holes within the outer ring and beside each other, touching in
 * single points at most; the interior in one piece (OGC 06-103r4 §6.1.11.1).
 * @throws LAND_RING_*, LAND_COORDINATE_RANGE, LAND_HOLE_OUTSIDE, LAND_HOLES_CROSS,
 * LAND_INTERIOR_DISCONNECTED, LAND_WORK_LIMIT
 */
export function checkPart(part: Part, index: number, budget: Budget): void {
  ringsOf(part).forEach((ring, place) => {
    checkRing(ring, { part: index, ring: place }, budget);
  });
  const links = [...linksToOuter(part, index, budget), ...linksBetweenHoles(part, index, budget)];
  if (hasCycle(links)) throw geometryError("LAND_INTERIOR_DISCONNECTED", { part: index });
}

/** A hole's area may not meet what is outside the outer ring: both rings reversed bound these. */
function linksToOuter(part: Part, index: number, budget: Budget): Link[] {
  if (part.holes.length === 0) return [];
  const outside = edgesOf([reversed(part.outer)]);
  return part.holes.flatMap((hole, i) => {
    const area = areaOfHole(hole, i);
    budget.spend(outside.length * cost.passed);
    const near = outside.filter((edge) => boxesTouch(edge, area));
    const { overlap, sharesLine, points } = meet(area.edges, near, budget);
    const isOutside = points.length === 0 && !isInside(hole[0] as Point, [part.outer], budget);
    if (overlap || sharesLine || isOutside) {
      throw geometryError("LAND_HOLE_OUTSIDE", { part: index, ring: area.ring });
    }
    return points.map((point): Link => ({ rings: [0, area.ring], point }));
  });
}

function linksBetweenHoles(part: Part, index: number, budget: Budget): Link[] {
  const links: Link[] = [];
  sweepWithin(part.holes.map(areaOfHole), budget, (a, b) => {
    const { overlap, sharesLine, points } = relate(a, b, budget);
    if (overlap || sharesLine) {
      const [ring, otherRing] = a.ring < b.ring ? [a.ring, b.ring] : [b.ring, a.ring];
      throw geometryError("LAND_HOLES_CROSS", { part: index, ring, otherRing });
    }
    for (const point of points) links.push({ rings: [a.ring, b.ring], point });
    return false;
  });
  return links;
}

function areaOfHole(hole: Ring, index: number): Region & { readonly ring: number } {
  return { ...regionOf([reversed(hole)]), ring: index + 1 };
}

/**
 * By Euler's formula rings that touch leave the interior in one piece exactly when the graph of
 * rings and points, joined where a ring passes through a point, is a forest.
 */
function hasCycle(links: readonly Link[]): boolean {
  const parents = new Map<string, string>();
  const joined = new Set<string>();
  const rootOf = (node: string): string => {
    const parent = parents.get(node);
    if (parent === undefined) return node;
    const root = rootOf(parent);
    parents.set(node, root);
    return root;
  };
  for (const { rings, point } of links) {
    for (const ring of rings) {
      const link = `${ring}@${point[0]},${point[1]}`;
      if (joined.has(link)) continue;
      joined.add(link);
      const [a, b] = [rootOf(`${ring}`), rootOf(`@${point[0]},${point[1]}`)];
      if (a === b) return true;
      parents.set(a, b);
    }
  }
  return false;
}
