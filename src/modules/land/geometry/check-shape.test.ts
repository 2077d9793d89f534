import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Budget } from "./budget.js";
import { checkRing } from "./check-ring.js";
import { checkShape } from "./check-shape.js";
import type { Part, Point, Ring, Shape } from "./shape.js";
import { twiceSignedArea } from "./twice-signed-area.js";

/** "0 0, 4 0, 4 4" */
function ring(text: string): Ring {
  return text.split(", ").map((pair) => pair.split(" ").map(Number) as [number, number]);
}

function part(outer: string, ...holes: string[]): Part {
  return { outer: ring(outer), holes: holes.map(ring) };
}

const square = "0 0, 9 0, 9 9, 0 9";
const circle = (vertices: number): Ring =>
  Array.from({ length: vertices }, (_, i): Point => [i, i * i - vertices * i]);

const valid: [string, Shape][] = [
  ["a triangle", [part("0 0, 4 0, 0 4")]],
  ["a vertex on a straight line", [part("0 0, 2 0, 4 0, 0 4")]],
  ["a hole", [part(square, "2 2, 2 4, 4 4")]],
  ["a hole with its corner on the outer edge", [part(square, "0 3, 2 4, 2 2")]],
  ["a hole with its corner on the outer corner", [part(square, "0 0, 2 5, 5 2")]],
  ["the outer corner on an edge of the hole", [part("0 0, 9 0, 5 3, 9 9, 0 9", "5 1, 1 3, 5 5")]],
  ["two holes corner to corner", [part(square, "2 2, 2 4, 4 4", "4 4, 5 6, 6 5")]],
  ["two holes beside each other", [part(square, "1 1, 1 2, 2 2, 2 1", "5 5, 5 6, 6 6, 6 5")]],
  ["two parts apart", [part("0 0, 1 0, 0 1"), part("5 5, 6 5, 5 6")]],
  ["two parts corner to corner", [part("0 0, 1 0, 1 1, 0 1"), part("1 1, 2 1, 2 2, 1 2")]],
  ["a part in the hole of another", [part(square, "1 1, 1 8, 8 8, 8 1"), part("3 3, 5 3, 3 5")]],
  [
    "a part that touches the hole it lies in",
    [part(square, "1 1, 1 8, 8 8, 8 1"), part("1 4, 5 3, 3 5")],
  ],
  ["5,000 vertices", [{ outer: circle(5000), holes: [] }]],
  ["the corners of the grid", [part(`${-(2 ** 40)} 0, ${2 ** 40} 0, 0 ${2 ** 40}`)]],
];

const invalid: [string, string, Shape][] = [
  ["LAND_SHAPE_EMPTY", "no part", []],
  ["LAND_RING_TOO_SHORT", "two vertices", [part("0 0, 4 0")]],
  ["LAND_RING_TOO_SHORT", "an empty ring", [{ outer: [], holes: [] }]],
  ["LAND_RING_REPEATED_VERTEX", "closed twice", [part("0 0, 4 0, 0 4, 0 0")]],
  ["LAND_RING_REPEATED_VERTEX", "doubled", [part("0 0, 4 0, 4 0, 0 4")]],
  ["LAND_RING_REPEATED_VERTEX", "pinched", [part("0 0, 4 0, 2 2, 4 4, 0 4, 2 2")]],
  ["LAND_RING_SELF_INTERSECTS", "a bow-tie", [part("0 0, 4 4, 4 0, 0 4")]],
  ["LAND_RING_SELF_INTERSECTS", "a vertex on a far edge", [part("0 0, 4 0, 4 4, 2 0, 0 4")]],
  ["LAND_RING_SELF_INTERSECTS", "a spike", [part("0 0, 4 0, 4 4, 4 2, 0 4")]],
  ["LAND_RING_SELF_INTERSECTS", "a spike at the first vertex", [part("0 0, 4 0, 0 4, 0 6")]],
  ["LAND_RING_SELF_INTERSECTS", "no width", [part("0 0, 4 0, 2 0")]],
  [
    "LAND_RING_SELF_INTERSECTS",
    "a corridor of no width",
    [part("0 0, 9 0, 9 9, 0 9, 0 5, 3 5, 3 6, 5 5, 3 4, 2 5, 1 5, 0 4")],
  ],
  ["LAND_RING_ORIENTATION", "the outer ring clockwise", [part("0 0, 0 4, 4 0")]],
  ["LAND_RING_ORIENTATION", "a hole counter-clockwise", [part(square, "2 2, 4 4, 2 4")]],
  ["LAND_HOLE_OUTSIDE", "a hole beside", [part(square, "12 2, 12 4, 14 4")]],
  ["LAND_HOLE_OUTSIDE", "a hole across", [part(square, "5 2, 5 4, 14 4")]],
  ["LAND_HOLE_OUTSIDE", "a hole around", [part("3 3, 5 3, 3 5", "0 0, 0 9, 9 9, 9 0")]],
  ["LAND_HOLE_OUTSIDE", "a hole that is all", [part("0 0, 9 0, 9 9, 0 9", "0 0, 0 9, 9 9, 9 0")]],
  ["LAND_HOLE_OUTSIDE", "a hole along an edge", [part(square, "0 2, 0 4, 4 4")]],
  ["LAND_HOLE_OUTSIDE", "a hole outside at a corner", [part(square, "9 9, 9 11, 11 10")]],
  ["LAND_HOLE_OUTSIDE", "through two corners", [part("0 0, 4 4, 8 0, 8 9, 0 9", "0 0, 2 6, 8 0")]],
  ["LAND_HOLES_CROSS", "crossing", [part(square, "1 1, 1 5, 5 5", "1 2, 2 7, 6 3")]],
  ["LAND_HOLES_CROSS", "nested", [part(square, "1 1, 1 8, 8 8, 8 1", "3 3, 3 4, 4 4")]],
  ["LAND_HOLES_CROSS", "the same", [part(square, "1 1, 1 5, 5 5", "1 1, 1 5, 5 5")]],
  ["LAND_HOLES_CROSS", "edge to edge", [part(square, "1 1, 1 5, 5 5", "2 2, 4 4, 5 1")]],
  ["LAND_INTERIOR_DISCONNECTED", "from edge to edge", [part(square, "0 4, 4 5, 9 4, 4 3")]],
  [
    "LAND_INTERIOR_DISCONNECTED",
    "three holes around a piece",
    [part(square, "2 2, 3 6, 4 6", "4 6, 7 4, 7 3", "2 2, 7 3, 7 2")],
  ],
  ["LAND_PARTS_OVERLAP", "crossing", [part("0 0, 4 0, 0 4"), part("1 1, 5 1, 1 5")]],
  ["LAND_PARTS_OVERLAP", "twice the same", [part("0 0, 4 0, 0 4"), part("0 0, 4 0, 0 4")]],
  ["LAND_PARTS_OVERLAP", "one in the other", [part(square), part("1 1, 2 1, 1 2")]],
  ["LAND_PARTS_SHARE_EDGE", "side by side", [part("0 0, 4 0, 0 4"), part("4 0, 4 4, 0 4")]],
  [
    "LAND_PARTS_SHARE_EDGE",
    "filling a hole",
    [part(square, "1 1, 1 8, 8 8, 8 1"), part("1 1, 8 1, 8 8, 1 8")],
  ],
  ["LAND_SHAPE_TOO_LARGE", "5,001 vertices", [{ outer: circle(5001), holes: [] }]],
  ["LAND_COORDINATE_RANGE", "past 2⁴⁰", [part(`0 0, ${2 ** 40 + 1} 0, 0 4`)]],
  ["LAND_COORDINATE_RANGE", "half a unit", [part("0 0, 4.5 0, 0 4")]],
  ["LAND_COORDINATE_RANGE", "not a number", [part("0 0, NaN 0, 0 4")]],
];

describe("checkShape", () => {
  it.each(valid)("accepts %s", (_, shape) => checkShape(shape));

  it.each(invalid)("%s: %s", (code, _, shape) => {
    expect(() => checkShape(shape)).toThrowError(expect.objectContaining({ code }));
  });

  it("refuses a million vertices without looking at them", () => {
    const outer = Array.from({ length: 1_000_000 }, (): Point => [0.5, 0.5]);
    const code = "LAND_SHAPE_TOO_LARGE";
    expect(() => checkShape([{ outer, holes: [] }])).toThrowError(
      expect.objectContaining({ code }),
    );
  });

  it("names the place", () => {
    const facts = { part: 1, ring: 0, edge: 0, otherEdge: 2 };
    const shape = [part("10 0, 14 0, 10 4"), part("0 0, 4 4, 4 0, 0 4")];
    expect(() => checkShape(shape)).toThrowError(expect.objectContaining({ facts }));
  });
});

/** By solving for both parameters in integers, over every pair of edges and every end. */
function isSimple(vertices: Ring): boolean {
  const n = vertices.length;
  const at = (i: number) => vertices[i % n] as Point;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const adjacent = j === i + 1 || (i === 0 && j === n - 1);
      if (meetings(at(i), at(i + 1), at(j), at(j + 1)) > (adjacent ? 1 : 0)) return false;
    }
  }
  return true;
}

/** 0, 1, or more points in common. */
function meetings(p: Point, p2: Point, q: Point, q2: Point): number {
  const [rx, ry, sx, sy] = [p2[0] - p[0], p2[1] - p[1], q2[0] - q[0], q2[1] - q[1]];
  const [wx, wy] = [q[0] - p[0], q[1] - p[1]];
  const determinant = rx * sy - ry * sx;
  if (determinant !== 0) {
    const [t, u] = [(wx * sy - wy * sx) / determinant, (wx * ry - wy * rx) / determinant];
    return t >= 0 && t <= 1 && u >= 0 && u <= 1 ? 1 : 0;
  }
  if (wx * ry - wy * rx !== 0) return 0;
  const length = rx * rx + ry * ry;
  const [t0, t1] = [wx * rx + wy * ry, (q2[0] - p[0]) * rx + (q2[1] - p[1]) * ry];
  const [low, high] = [Math.max(0, Math.min(t0, t1)), Math.min(length, Math.max(t0, t1))];
  return low > high ? 0 : low === high ? 1 : 2;
}

describe("checkRing", () => {
  it("agrees with the plain definition of a simple ring", () => {
    const vertex = fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 }));
    const unique = { minLength: 3, maxLength: 7, selector: (p: Point) => p.join() };
    fc.assert(
      fc.property(fc.uniqueArray(vertex, unique), (points) => {
        const turned = twiceSignedArea(points) < 0n ? points.toReversed() : points;
        const check = () => checkRing(turned, { part: 0, ring: 0 }, new Budget());
        if (isSimple(points)) check();
        else
          expect(check).toThrowError(
            expect.objectContaining({ code: "LAND_RING_SELF_INTERSECTS" }),
          );
      }),
      { numRuns: 3000 },
    );
  });
});
