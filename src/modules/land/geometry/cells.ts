import type { Box } from "./bounding-box.js";
import { Budget, cost } from "./budget.js";
import { geometryError } from "./errors.js";

/** The sides of the cells: 2¹³ units (some 90 m at 1e-7 degree) to 2⁴⁰. */
export const cellLevels = { least: 13, greatest: 40 } as const;

/** Columns and rows of the cells of a level that a box touches. */
type Range = {
  readonly level: number;
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
};

/**
 * The level at which a shape with this box stands: the least whose cells are as wide as the box.
 * @throws LAND_EXTENT_LIMIT where it is wider than 2⁴⁰
 */
export function cellLevelOf(box: Box): number {
  const width = Math.max(box.maxX - box.minX, box.maxY - box.minY);
  for (let level: number = cellLevels.least; level <= cellLevels.greatest; level++) {
    if (width <= 2 ** level) return level;
  }
  throw geometryError("LAND_EXTENT_LIMIT", { width });
}

/**
 * The one to four cells in which a shape with this box stands: `level/column/row`, each a segment of
 * a key, negative ones with a hyphen.
 * @throws LAND_EXTENT_LIMIT
 */
export function cellsOf(box: Box): string[] {
  return names(rangeOf(box, cellLevelOf(box)));
}

/**
 * Every cell of the occupied levels, in their order, in which a shape stands whose box touches this
 * one.
 * @throws LAND_WORK_LIMIT where they are more than the budget has left for
 */
export function cellsToSearch(
  box: Box,
  occupiedLevels: readonly number[],
  budget: Budget = new Budget(),
): string[] {
  const ranges = occupiedLevels.map((level) => rangeOf(box, level));
  let cells = 0;
  for (const { x, y } of ranges) cells += (x[1] - x[0] + 1) * (y[1] - y[0] + 1);
  budget.spend(cells * cost.cell);
  return ranges.flatMap(names);
}

function rangeOf(box: Box, level: number): Range {
  const side = 2 ** level;
  return {
    level,
    x: [floorQuotient(box.minX, side), floorQuotient(box.maxX, side)],
    y: [floorQuotient(box.minY, side), floorQuotient(box.maxY, side)],
  };
}

function names({ level, x, y }: Range): string[] {
  const cells: string[] = [];
  for (let column = x[0]; column <= x[1]; column++) {
    for (let row = y[0]; row <= y[1]; row++) cells.push(`${level}/${column}/${row}`);
  }
  return cells;
}

/** In integers throughout: the remainder is taken off before the division. */
function floorQuotient(value: number, divisor: number): number {
  const remainder = ((value % divisor) + divisor) % divisor;
  return (value - remainder) / divisor;
}
