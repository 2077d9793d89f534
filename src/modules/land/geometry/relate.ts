import { type Box, boxesTouch, boxHolds, boxOf } from "./bounding-box.js";
import { type Edge, edgesOf } from "./edge.js";
import { isInside } from "./is-inside.js";
import { meet } from "./meet.js";
import type { Point, Ring } from "./shape.js";

/** Rings with the region on their left, and the box around them. */
export type Region = Box & { readonly rings: readonly Ring[] };

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
  return { ...boxOf(rings), rings };
}

/** How two bounded, valid regions lie to each other. Exact. */
export function relate(a: Region, b: Region): Relation {
  if (!boxesTouch(a, b)) return apart;
  const meeting = meet(edgesNear(a, b), edgesNear(b, a));
  const overlap =
    meeting.overlap || anyRingInside(a, meeting.ringsA, b) || anyRingInside(b, meeting.ringsB, a);
  return { overlap, sharesLine: meeting.sharesLine, points: meeting.points };
}

function edgesNear(region: Region, box: Box): Edge[] {
  return edgesOf(region.rings).filter((edge) => boxesTouch(edge, box));
}

/** A ring that does not touch the other boundary lies wholly on one side of it. */
function anyRingInside(region: Region, touching: ReadonlySet<number>, other: Region): boolean {
  return region.rings.some((ring, index) => {
    const vertex = ring[0] as Point;
    return !touching.has(index) && boxHolds(other, vertex) && isInside(vertex, other.rings);
  });
}
