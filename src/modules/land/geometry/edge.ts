import type { Box } from "./bounding-box.js";
import type { Point, Ring } from "./shape.js";

/** A directed edge of a ring, the region on its left. */
export type Edge = Box & {
  readonly from: Point;
  readonly to: Point;
  /** Which ring of its region it belongs to, and which edge of the ring it is. */
  readonly ring: number;
  readonly index: number;
};

/** The edges of closed rings, edge `index` leading from vertex `index` to the next. */
export function edgesOf(rings: readonly Ring[]): Edge[] {
  const edges: Edge[] = [];
  rings.forEach((vertices, ring) => {
    vertices.forEach((from, index) => {
      const to = vertices[index + 1] ?? (vertices[0] as Point);
      edges.push(edge(from, to, ring, index));
    });
  });
  return edges;
}

function edge(from: Point, to: Point, ring: number, index: number): Edge {
  return {
    minX: Math.min(from[0], to[0]),
    minY: Math.min(from[1], to[1]),
    maxX: Math.max(from[0], to[0]),
    maxY: Math.max(from[1], to[1]),
    from,
    to,
    ring,
    index,
  };
}

/** The same line run the other way: what was outside is inside. */
export function reversed(ring: Ring): Ring {
  return ring.toReversed();
}
