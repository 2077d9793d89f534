import type { Point, Shape } from "../../modules/land/geometry/shape.js";

/** A parcel of the drawn town, in the grid of EPSG:4326 at 1e-7 degree. */
export type Lot = {
  readonly id: string;
  readonly shape: Shape;
  readonly legalAreaM2: number;
};

export type LotPlan = { readonly blocksEast: number; readonly blocksNorth: number };

/** South-west corner, in the sea off West Africa: no real place is meant. */
const ORIGIN: Point = [-102_000_000, 31_000_000];
/** Steps a metre, near enough at this latitude: 1e-7 degree is 11 mm. */
const STEPS = 90;
const LOTS_EAST = 5;
const LOTS_A_BLOCK = 2 * LOTS_EAST;
const LOT_WIDTH_M = 18;
const LOT_DEPTH_M = 32;
const STREET_M = 14;

/**
 * Draws a town of blocks with ten lots each, back to back, between streets that bend a little. Every
 * lot's corners come from one lattice, so that neighbours share them. The same seed draws the same town.
 */
export function drawLots(seed: number, { blocksEast, blocksNorth }: LotPlan): Lot[] {
  const length = blocksEast * blocksNorth * LOTS_A_BLOCK;
  return Array.from({ length }, (_, n) => lotAt(seed, blocksEast, n));
}

/** The n-th lot of a town that grows north, so many blocks wide. */
export function lotAt(seed: number, blocksEast: number, n: number): Lot {
  const block = Math.floor(n / LOTS_A_BLOCK);
  const number = n % LOTS_A_BLOCK;
  const [east, north] = [block % blocksEast, Math.floor(block / blocksEast)];
  const shape = shapeOf(seed, east, north, number);
  const place = `${letters(east)}${String(north + 1).padStart(2, "0")}`;
  const id = `NG-${place}-${String(number + 1).padStart(2, "0")}`;
  return { id, shape, legalAreaM2: legalArea(shape) };
}

/** A … Z, AA …, as spreadsheets have it. */
function letters(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : letters(Math.floor(column / 26) - 1) + last;
}

function shapeOf(seed: number, east: number, north: number, number: number): Shape {
  const left = east * (LOTS_EAST * LOT_WIDTH_M + STREET_M);
  const bottom = north * (2 * LOT_DEPTH_M + STREET_M);
  const [column, row] = [number % LOTS_EAST, Math.floor(number / LOTS_EAST)];
  const corner = (right: number, up: number): Point =>
    bend(seed, left + (column + right) * LOT_WIDTH_M, bottom + (row + up) * LOT_DEPTH_M);
  return [{ outer: [corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1)], holes: [] }];
}

/** Metres to grid: turned a little, and each corner moved by up to two metres, the same for all its lots. */
function bend(seed: number, eastM: number, northM: number): Point {
  const x = eastM * STEPS + noise(seed, eastM, northM, 1);
  const y = northM * STEPS + noise(seed, eastM, northM, 2);
  return [ORIGIN[0] + x + Math.trunc(y / 6), ORIGIN[1] + y - Math.trunc(x / 6)];
}

/** −180 … 180 steps, a function of its arguments alone (integer mixing after MurmurHash3's finaliser). */
function noise(seed: number, x: number, y: number, axis: number): number {
  let h = seed ^ Math.imul(x, 0x9e3779b1) ^ Math.imul(y, 0x85ebca6b) ^ Math.imul(axis, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (((h ^ (h >>> 16)) >>> 0) % 361) - 180;
}

/** What the surveyor wrote down: the drawn area in whole square metres. */
function legalArea(shape: Shape): number {
  const ring = shape[0]?.outer ?? [];
  const twice = ring.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = ring[(i + 1) % ring.length] ?? [x, y];
    return sum + (x - ORIGIN[0]) * (nextY - ORIGIN[1]) - (nextX - ORIGIN[0]) * (y - ORIGIN[1]);
  }, 0);
  return Math.round(twice / 2 / STEPS ** 2);
}
