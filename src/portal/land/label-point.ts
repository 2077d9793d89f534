import { areaOfRing, type Metres } from "./metres.js";

/** Rings of one part: the outer one first. Coordinates of a drawing. */
export type DrawnRings = readonly (readonly Metres[])[];

/** Where a word stands in a figure, and how wide it may be there. */
export type Room = { readonly x: number; readonly y: number; readonly width: number };

/** Parts of the height at which room is looked for: the middle first, since it looks best there. */
const heights = [0.5, 0.4, 0.6, 0.3, 0.7] as const;

/**
 * The widest of a few level stretches inside the largest part. A centroid may lie outside of a bent
 * parcel, this never does.
 */
export function roomIn(parts: readonly DrawnRings[]): Room | null {
  const [rings] = [...parts].sort((a, b) => sizeOf(b) - sizeOf(a));
  if (rings === undefined) return null;
  const ys = (rings[0] ?? []).map(([, y]) => y);
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  const rooms = heights.flatMap((part) => stretchAt(rings, top + (bottom - top) * part) ?? []);
  const [middle] = rooms;
  const widest = rooms.reduce((a, b) => (b.width > a.width * 1.4 ? b : a), rooms[0] as Room);
  return widest ?? middle ?? null;
}

const sizeOf = (rings: DrawnRings): number => Math.abs(areaOfRing(rings[0] ?? []));

/** The longest stretch inside the rings on one level line. */
function stretchAt(rings: DrawnRings, y: number): Room | null {
  const crossings = rings.flatMap((ring) => crossingsOf(ring, y)).sort((a, b) => a - b);
  let best: Room | null = null;
  for (let i = 0; i + 1 < crossings.length; i += 2) {
    const [from, to] = [crossings[i] as number, crossings[i + 1] as number];
    if (best === null || to - from > best.width) best = { x: (from + to) / 2, y, width: to - from };
  }
  return best;
}

function crossingsOf(ring: readonly Metres[], y: number): number[] {
  return ring.flatMap(([x1, y1], i) => {
    const [x2, y2] = ring[(i + 1) % ring.length] as Metres;
    return y1 > y === y2 > y ? [] : [x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)];
  });
}
