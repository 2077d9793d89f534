import type { Box } from "../../../modules/land/geometry/bounding-box.js";

/** Parcels with less between them belong to one place, in degrees: some two kilometres. */
const APART = 0.02;

type Cell = { readonly x: number; readonly y: number; readonly members: number[] };

/**
 * Which of the boxes lie together: their places in the list, the largest group first. A country's
 * map would show two towns far apart as two dots.
 * @param stepsPerCell how far apart in steps of the grid
 */
export function clustersOf(boxes: readonly Box[], stepsPerCell: number): number[][] {
  const cells = new Map<string, Cell>();
  for (const [i, { minX, maxX, minY, maxY }] of boxes.entries()) {
    const x = Math.floor((minX + maxX) / 2 / stepsPerCell);
    const y = Math.floor((minY + maxY) / 2 / stepsPerCell);
    const cell = cells.get(`${x}.${y}`);
    if (cell === undefined) cells.set(`${x}.${y}`, { x, y, members: [i] });
    else cell.members.push(i);
  }
  const groups: number[][] = [];
  for (const first of [...cells.keys()]) {
    const group = takeAround(cells, first);
    if (group.length > 0) groups.push(group.sort((a, b) => a - b));
  }
  return groups.sort((a, b) => b.length - a.length);
}

/** Takes a cell and all that touch it, and those that touch them. */
function takeAround(cells: Map<string, Cell>, first: string): number[] {
  const found: number[] = [];
  const waiting = [first];
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    const cell = cells.get(key);
    if (cell === undefined) continue;
    cells.delete(key);
    found.push(...cell.members);
    for (const dx of [-1, 0, 1]) {
      for (const dy of [-1, 0, 1]) waiting.push(`${cell.x + dx}.${cell.y + dy}`);
    }
  }
  return found;
}

/** How far apart parcels are of different places, in steps of a grid. */
export function stepsApart(grid: { readonly unit: string; readonly stepsPerUnit: number }): number {
  return (grid.unit === "degree" ? APART : APART * 111_000) * grid.stepsPerUnit;
}
