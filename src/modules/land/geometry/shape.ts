/** Integers in the grid of the level, |coordinate| ≤ 2⁴⁰. */
export type Point = readonly [x: number, y: number];

/** At least three vertices, closed without repeating the first one. */
export type Ring = readonly Point[];

/** The outer ring runs counter-clockwise, the holes clockwise: the interior is always on the left. */
export type Part = { readonly outer: Ring; readonly holes: readonly Ring[] };

/** A parcel's figure: one part or more. `checkShape` says when it is valid. */
export type Shape = readonly Part[];

export const shapeLimits = {
  /** EPSG:4326 at 1e-7 needs 2³¹, a projected grid in millimetres 2³⁵. */
  coordinate: 2 ** 40,
  /** In all rings together. */
  vertices: 5_000,
} as const;

/** The rings of a part, the outer one first. */
export function ringsOf(part: Part): readonly Ring[] {
  return [part.outer, ...part.holes];
}
