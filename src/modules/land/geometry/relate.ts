import { type Box, boxesTouch, boxHolds, boxOf } from "./bounding-box.js";
import { type Budget, cost } from "./budget.js";
import { type Edge, edgesOf } from "./edge.js";
import { isInside } from "./is-inside.js";
import { meet } from "./meet.js";
import { type Point, type Ring, ringsOf, type Shape } from "./shape.js";

/** Rings with the region on their left, their edges, and the box around them. */
export type Region = Box & { readonly rings: readonly Ring[]; readonly edges: readonly Edge[] };

export type Relation = {
  /** The interiors have a point in common. */
  readonly overlap: boolean;
  /** The boundaries run along each other. Only known where the interiors do not overlap. */
  readonly sharesLine: boolean;
  /** Where the boundaries touch: ends of edges. Only known where the interiors do not overlap. */
  readonly points: readonly Point[];
};

const apart: Relation = { overlap: false, sharesLine: false, points: [] };

export function regionOf(rings: readonly Ring[]): Region {
  return { ...boxOf(rings), rings, edges: edgesOf(rings) };
}

export function regionOfShape(shape: Shape): Region {
  return regionOf(shape.flatMap(ringsOf));
}

/**
 * How two bounded, valid regions lie to each other. Exact.
 * @throws LAND_WORK_LIMIT
 */
export function relate(a: Region, b: Region, budget: Budget): Relation {
  if (!boxesTouch(a, b)) return apart;
  budget.spend(cost.regions + (a.edges.length + b.edges.length) * cost.passed);
  const meeting = meet(edgesNear(a, b), edgesNear(b, a), budget);
  const overlap =
    meeting.overlap ||
    anyRingInside(a, meeting.ringsA, b, budget) ||
    anyRingInside(b, meeting.ringsB, a, budget);
  return { overlap, sharesLine: meeting.sharesLine, points: meeting.points };
}

function edgesNear(region: Region, box: Box): Edge[] {
  return region.edges.filter((edge) => boxesTouch(edge, box));
}

/** A ring that does not touch the other boundary lies wholly on one side of it. */
function anyRingInside(
  region: Region,
  touching: ReadonlySet<number>,
  other: Region,
  budget: Budget,
): boolean {
  return region.rings.some((ring, index) => {
    const vertex = ring[0] as Point;
    return !touching.has(index) && boxHolds(other, vertex) && isInside(vertex, other.rings, budget);
  });
}
