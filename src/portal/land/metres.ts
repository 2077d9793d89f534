import { type Point, type Ring, ringsOf, type Shape } from "../../modules/land/geometry/shape.js";
import type { GridView } from "./view.js";

/** East and north in metres of a place near by. */
export type Metres = readonly [east: number, north: number];

/** WGS 84: semi-major axis in metres, first eccentricity squared (EPSG:7030). */
const ellipsoid = { a: 6_378_137, e2: 0.006_694_379_990_14 } as const;
const radians = Math.PI / 180;

/**
 * From a grid's steps to metres on the plane that touches the ellipsoid at `origin`: exact enough for
 * a plan of some hundred metres, where it errs by less than a millimetre.
 */
export function metresFrom(grid: GridView, [x0, y0]: Point): (point: Point) => Metres {
  const unit = 1 / grid.stepsPerUnit;
  if (grid.unit === "metre") return ([x, y]) => [(x - x0) * unit, (y - y0) * unit];
  const [eastRadius, northRadius] = radiiAt(y0 * unit * radians);
  return ([x, y]) => [
    (x - x0) * unit * radians * eastRadius,
    (y - y0) * unit * radians * northRadius,
  ];
}

/** Of the parallel and of the meridian at a latitude. */
function radiiAt(latitude: number): readonly [east: number, north: number] {
  const { a, e2 } = ellipsoid;
  const flattening = 1 - e2 * Math.sin(latitude) ** 2;
  const east = (a / Math.sqrt(flattening)) * Math.cos(latitude);
  return [east, (a * (1 - e2)) / flattening ** 1.5];
}

/** Square metres of a ring, positive where it runs counter-clockwise. */
export function areaOfRing(ring: readonly Metres[]): number {
  let twice = 0;
  for (const [i, [x, y]] of ring.entries()) {
    const [nextX, nextY] = ring[(i + 1) % ring.length] as Metres;
    twice += x * nextY - nextX * y;
  }
  return twice / 2;
}

/** The area that follows from the corners; holes run clockwise, so they take away. */
export function areaOf(grid: GridView, shape: Shape): number {
  const toMetres = metresFrom(grid, originOf(shape));
  const rings = shape.flatMap(ringsOf).map((ring) => ring.map(toMetres));
  return rings.reduce((sum, ring) => sum + areaOfRing(ring), 0);
}

/** Each corner with the length in metres of the side to the next one. */
export function sidesOf(grid: GridView, ring: Ring): { corner: Point; metres: number }[] {
  const toMetres = metresFrom(grid, ring[0] as Point);
  return ring.map((corner, i) => {
    const [x, y] = toMetres(corner);
    const [nextX, nextY] = toMetres(ring[(i + 1) % ring.length] as Point);
    return { corner, metres: Math.hypot(nextX - x, nextY - y) };
  });
}

/** A corner to measure from: lengths are short, wherever the shape lies. */
export function originOf(shape: Shape): Point {
  return shape[0]?.outer[0] ?? [0, 0];
}
