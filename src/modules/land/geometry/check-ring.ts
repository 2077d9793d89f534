import type { Budget } from "./budget.js";
import { contact } from "./contact.js";
import { type Edge, edgesOf } from "./edge.js";
import { geometryError } from "./errors.js";
import { orientation } from "./orientation.js";
import { type Point, type Ring, shapeLimits } from "./shape.js";
import { sweepWithin } from "./sweep.js";
import { twiceSignedArea } from "./twice-signed-area.js";

/** Where a ring stands in its shape; ring 0 of a part is the outer one. */
export type RingPlace = { readonly part: number; readonly ring: number };

/**
 * A ring that is simple (it meets itself nowhere) and runs the way its place asks for. Vertices on a
 * straight line are welcome: a neighbour's corner may stand there.
 * @throws LAND_RING_TOO_SHORT, LAND_COORDINATE_RANGE, LAND_RING_REPEATED_VERTEX,
 * LAND_RING_SELF_INTERSECTS, LAND_RING_ORIENTATION, LAND_WORK_LIMIT
 */
export function checkRing(ring: Ring, place: RingPlace, budget: Budget): void {
  if (ring.length < 3) throw geometryError("LAND_RING_TOO_SHORT", place);
  checkVertices(ring, place);
  checkSpikes(ring, place);
  checkSimple(ring, place, budget);
  if (twiceSignedArea(ring) > 0n !== (place.ring === 0)) {
    throw geometryError("LAND_RING_ORIENTATION", place);
  }
}

function checkVertices(ring: Ring, place: RingPlace): void {
  const seen = new Set<string>();
  ring.forEach(([x, y], vertex) => {
    if (!isCoordinate(x) || !isCoordinate(y)) {
      throw geometryError("LAND_COORDINATE_RANGE", { ...place, vertex });
    }
    seen.add(`${x},${y}`);
    if (seen.size <= vertex) {
      throw geometryError("LAND_RING_REPEATED_VERTEX", { ...place, vertex, x, y });
    }
  });
}

export function isCoordinate(value: unknown): value is number {
  return Number.isInteger(value) && Math.abs(value as number) <= shapeLimits.coordinate;
}

/** Two edges in succession that run back along each other, which no width lies between. */
function checkSpikes(ring: Ring, place: RingPlace): void {
  ring.forEach((at, vertex) => {
    const before = ring.at(vertex - 1) as Point;
    const after = ring[vertex + 1] ?? (ring[0] as Point);
    if (orientation(before, at, after) !== 0) return;
    const sameWay =
      Math.sign(before[0] - at[0]) === Math.sign(after[0] - at[0]) &&
      Math.sign(before[1] - at[1]) === Math.sign(after[1] - at[1]);
    if (sameWay) throw geometryError("LAND_RING_SELF_INTERSECTS", { ...place, vertex });
  });
}

function checkSimple(ring: Ring, place: RingPlace, budget: Budget): void {
  sweepWithin(edgesOf([ring]), budget, (a, b) => {
    if (areNeighbours(a, b, ring.length) || contact(a, b) === "apart") return false;
    const [edge, otherEdge] = a.index < b.index ? [a.index, b.index] : [b.index, a.index];
    throw geometryError("LAND_RING_SELF_INTERSECTS", { ...place, edge, otherEdge });
  });
}

function areNeighbours(a: Edge, b: Edge, length: number): boolean {
  const distance = Math.abs(a.index - b.index);
  return distance === 1 || distance === length - 1;
}
