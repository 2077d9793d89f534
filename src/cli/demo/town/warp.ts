import type { Point } from "../../../modules/land/geometry/shape.js";
import { noiseAt } from "../seed.js";

/** A place on the town's plan, metres east and north of the bridge. */
export type Spot = readonly [eastM: number, northM: number];

/** Where the bridge stands, in the sea off West Africa: no real place is meant. */
const BRIDGE: Point = [-102_000_000, 31_000_000];
/** Steps of the grid a metre, near enough at this latitude: 1e-7 degree is 11 mm. */
const STEPS = 90;
/** The land rolls over such a distance, and moves what is built on it by so much. */
const ROLL_M = 210;
const ROLL_BY_M = 34;
/** Surveyors found every corner a little off the plan. */
const OFF_BY_M = 0.5;

/**
 * The plan as it lies on the ground: streets follow the land, and no corner is quite square. The same
 * spot always comes to the same point, so that neighbours share their corners.
 */
export function onGround([eastM, northM]: Spot): Point {
  const [x, y] = [0, 1].map(
    (axis) => roll(eastM, northM, axis) * ROLL_BY_M + noiseAt(eastM, northM, axis + 2) * OFF_BY_M,
  ) as [number, number];
  const [east, north] = [(eastM + x) * STEPS, (northM + y) * STEPS];
  return [BRIDGE[0] + Math.round(east + north / 7), BRIDGE[1] + Math.round(north - east / 7)];
}

/** Smooth noise: between the values at four corners of a wide mesh (arithmetic that is the same everywhere). */
function roll(eastM: number, northM: number, axis: number): number {
  const [column, row] = [Math.floor(eastM / ROLL_M), Math.floor(northM / ROLL_M)];
  const u = ease(eastM / ROLL_M - column);
  const v = ease(northM / ROLL_M - row);
  const at = (right: number, up: number) => noiseAt(column + right, row + up, axis);
  const south = at(0, 0) * (1 - u) + at(1, 0) * u;
  const north = at(0, 1) * (1 - u) + at(1, 1) * u;
  return south * (1 - v) + north * v;
}

const ease = (t: number): number => t * t * (3 - 2 * t);

/** The drawn area of a ring in whole square metres: what the surveyor wrote down. */
export function areaM2(ring: readonly Point[]): number {
  const twice = ring.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = ring[(i + 1) % ring.length] ?? [x, y];
    return sum + (x - BRIDGE[0]) * (nextY - BRIDGE[1]) - (nextX - BRIDGE[0]) * (y - BRIDGE[1]);
  }, 0);
  return Math.round(twice / 2 / STEPS ** 2);
}
