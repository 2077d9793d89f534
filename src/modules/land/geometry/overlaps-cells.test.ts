import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { boundingBox } from "./bounding-box.js";
import { checkShape } from "./check-shape.js";
import { orientation } from "./orientation.js";
import { overlaps } from "./overlaps.js";
import type { Point, Ring, Shape } from "./shape.js";
import { twiceSignedArea } from "./twice-signed-area.js";

const size = 6;

/** A set of cells of a 6 × 6 board, as the shape it covers: holes, parts and pinches abound. */
type Cells = readonly boolean[];
const cellSet: fc.Arbitrary<Cells> = fc
  .tuple(fc.array(fc.boolean(), { minLength: size * size, maxLength: size * size }))
  .map(([cells]) => cells)
  .filter((cells) => cells.includes(true));

function isSet(cells: Cells, x: number, y: number): boolean {
  return x >= 0 && y >= 0 && x < size && y < size && cells[y * size + x] === true;
}

/** The parts that hang together by edges, each traced with the cells on the left. */
function shapeOf(cells: Cells, noded: boolean): Shape {
  const left = new Set(cells.flatMap((set, i) => (set ? [i] : [])));
  const parts: Shape[number][] = [];
  for (const seed of left) {
    const component = flood(cells, seed);
    for (const cell of component) left.delete(cell);
    const rings = trace(cells.map((_, i) => component.has(i)));
    const simple = noded ? rings : rings.map(withoutStraightVertices);
    const outer = simple.find((ring) => twiceSignedArea(ring) > 0n) ?? [];
    parts.push({ outer, holes: simple.filter((ring) => ring !== outer) });
  }
  return parts;
}

function flood(cells: Cells, seed: number): Set<number> {
  const component = new Set([seed]);
  for (const cell of component) {
    const [x, y] = [cell % size, Math.floor(cell / size)];
    for (const [dx, dy] of [
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
    ] as const) {
      if (isSet(cells, x + dx, y + dy)) component.add((y + dy) * size + x + dx);
    }
  }
  return component;
}

/** Boundary edges chained to walks, a walk cut into rings wherever it comes back to a vertex. */
function trace(cells: Cells): Ring[] {
  const next = new Map<string, Point[]>();
  const add = (from: Point, to: Point) =>
    next.set(from.join(), [...(next.get(from.join()) ?? []), to]);
  for (let x = 0; x < size; x++) {
    for (let y = 0; y < size; y++) {
      if (!isSet(cells, x, y)) continue;
      if (!isSet(cells, x, y - 1)) add([x, y], [x + 1, y]);
      if (!isSet(cells, x + 1, y)) add([x + 1, y], [x + 1, y + 1]);
      if (!isSet(cells, x, y + 1)) add([x + 1, y + 1], [x, y + 1]);
      if (!isSet(cells, x - 1, y)) add([x, y + 1], [x, y]);
    }
  }
  const rings: Ring[] = [];
  for (const [start, ends] of next) {
    while (ends.length > 0)
      rings.push(...walk(start.split(",").map(Number) as [number, number], next));
  }
  return rings;
}

function walk(start: Point, next: Map<string, Point[]>): Ring[] {
  const rings: Ring[] = [];
  let path: Point[] = [start];
  for (;;) {
    const at = path.at(-1) as Point;
    const ends = next.get(at.join()) ?? [];
    const before = path.at(-2);
    // At a pinch the left turn stays with the cell that the walk came along.
    const to =
      ends.find((end) => before !== undefined && orientation(before, at, end) > 0) ?? ends[0];
    if (to === undefined) return rings;
    ends.splice(ends.indexOf(to), 1);
    const back = path.findIndex((known) => known.join() === to.join());
    if (back < 0) path.push(to);
    else {
      rings.push(path.slice(back));
      path = path.slice(0, back + 1);
      if (back === 0) return rings;
    }
  }
}

function withoutStraightVertices(ring: Ring): Ring {
  return ring.filter(
    (at, i) => orientation(ring.at(i - 1) as Point, at, ring[(i + 1) % ring.length] as Point) !== 0,
  );
}

/** A few units laid out over the whole grid: every difference needs bigint. */
function enlarged(figure: Shape): Shape {
  const enlarge = ([x, y]: Point): Point => [
    (2 * x - y) * 2 ** 35 - 2 ** 38 + x + y,
    (x + y) * 2 ** 35 - 2 ** 38 + 2 * y,
  ];
  return figure.map(({ outer, holes }) => ({
    outer: outer.map(enlarge),
    holes: holes.map((hole) => hole.map(enlarge)),
  }));
}

describe("overlaps of sets of cells", () => {
  it("every set is a valid shape, noded or not, and overlaps exactly where cells are shared", () => {
    fc.assert(
      fc.property(cellSet, cellSet, fc.boolean(), fc.boolean(), (cellsA, cellsB, noded, beside) => {
        const other = beside ? cellsB.map((set, i) => set && !cellsA[i]) : cellsB;
        fc.pre(other.includes(true));
        const [a, b] = [shapeOf(cellsA, noded), shapeOf(other, false)];
        checkShape(a);
        checkShape(b);
        const expected = cellsA.some((set, i) => set && other[i] === true);
        expect([overlaps(a, b), overlaps(b, a)]).toEqual([expected, expected]);
        const [largeA, largeB] = [enlarged(a), enlarged(b)];
        checkShape(largeA);
        expect(overlaps(largeA, largeB)).toBe(expected);
        expect(boundingBox(largeA).maxX).toBeLessThanOrEqual(2 ** 40);
      }),
      { numRuns: 500 },
    );
  });
});
