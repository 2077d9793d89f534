import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkShape } from "./check-shape.js";
import { orientation } from "./orientation.js";
import { overlaps } from "./overlaps.js";
import { type Point, type Ring, ringsOf, type Shape } from "./shape.js";
import { twiceSignedArea } from "./twice-signed-area.js";

function box(minX: number, minY: number, maxX: number, maxY: number): Ring {
  return [
    [minX, minY],
    [maxX, minY],
    [maxX, maxY],
    [minX, maxY],
  ];
}

function shape(outer: Ring, ...holes: Ring[]): Shape {
  return [{ outer, holes: holes.map((hole) => hole.toReversed()) }];
}

function polygon(...outer: Point[]): Shape {
  return shape(outer);
}

const frame = shape(box(0, 0, 9, 9), box(2, 2, 7, 7));

const cases: [string, boolean, Shape, Shape][] = [
  ["the same", true, frame, frame],
  ["apart", false, shape(box(0, 0, 1, 1)), shape(box(5, 5, 6, 6))],
  ["boxes touch, shapes do not", false, polygon([0, 0], [9, 0], [0, 9]), shape(box(8, 8, 9, 9))],
  ["an edge in common", false, shape(box(0, 0, 4, 4)), shape(box(4, 0, 8, 4))],
  ["edges not noded", false, shape(box(0, 0, 4, 9)), shape(box(4, 2, 8, 5))],
  ["a corner in common", false, shape(box(0, 0, 4, 4)), shape(box(4, 4, 8, 8))],
  ["a corner on an edge", false, shape(box(0, 0, 4, 4)), polygon([4, 2], [8, 0], [8, 5])],
  ["crossing", true, shape(box(0, 0, 4, 4)), shape(box(2, 2, 6, 6))],
  ["a cross of bars", true, shape(box(0, 4, 9, 5)), shape(box(4, 0, 5, 9))],
  ["within", true, shape(box(0, 0, 9, 9)), shape(box(2, 2, 6, 6))],
  ["within, on an edge", true, shape(box(0, 0, 9, 9)), shape(box(0, 2, 6, 6))],
  [
    "within, all corners on edges",
    true,
    shape(box(0, 0, 4, 4)),
    polygon([2, 0], [4, 2], [2, 4], [0, 2]),
  ],
  ["in the hole", false, frame, shape(box(3, 3, 6, 6))],
  ["filling the hole", false, frame, shape(box(2, 2, 7, 7))],
  ["filling the hole and more", true, frame, shape(box(2, 2, 8, 7))],
  ["over the hole's edge", true, frame, shape(box(3, 3, 8, 6))],
  ["around the hole", true, frame, shape(box(1, 1, 8, 8))],
  ["in the hole, corners on it", false, frame, polygon([2, 4], [4, 2], [7, 4], [4, 7])],
  ["through two corners", true, shape(box(0, 0, 4, 4)), polygon([-2, -2], [6, 6], [-2, 6])],
  ["from corner to corner", true, shape(box(0, 0, 4, 4)), polygon([0, 0], [4, 4], [0, 9])],
  [
    "a notch filled",
    false,
    polygon([0, 0], [9, 0], [9, 9], [5, 4], [0, 9]),
    polygon([0, 9], [5, 4], [9, 9]),
  ],
  [
    "the second part",
    true,
    [...shape(box(0, 0, 1, 1)), ...shape(box(5, 5, 9, 9))],
    shape(box(6, 6, 7, 7)),
  ],
  [
    "between the parts",
    false,
    [...shape(box(0, 0, 2, 9)), ...shape(box(5, 0, 9, 9))],
    shape(box(2, 0, 5, 9)),
  ],
];

describe("overlaps", () => {
  it.each(cases)("%s: %s", (_, expected, a, b) => {
    expect([overlaps(a, b), overlaps(b, a)]).toEqual([expected, expected]);
  });
});

type Map2 = (point: Point) => Point;

function mapped(figure: Shape, map: Map2): Shape {
  return figure.map(({ outer, holes }) => ({
    outer: outer.map(map),
    holes: holes.map((hole) => hole.map(map)),
  }));
}

/** Figures of a few units laid out over the whole grid: every difference needs bigint. */
const enlarge: Map2 = ([x, y]) => [
  (2 * x - y) * 2 ** 35 - 2 ** 38 + x + y,
  (x + y) * 2 ** 35 - 2 ** 38 + 2 * y,
];

/**
 * Independent of the code under test: cut the plane into vertical slabs at every vertex and crossing;
 * within a slab the order of the edges is fixed, so its middle line shows all there is. On a small
 * grid crossings lie much further apart than a double errs.
 */
function slabsOverlap(a: Shape, b: Shape): boolean {
  const [segmentsA, segmentsB] = [segments(a), segments(b)];
  const cuts = [...segmentsA, ...segmentsB].flatMap(([from, to]) => [from[0], to[0]]);
  for (const one of segmentsA) for (const other of segmentsB) cuts.push(...crossing(one, other));
  cuts.sort((p, q) => p - q);
  return cuts.some((cut, i) => {
    const next = cuts[i + 1] ?? cut;
    if (next - cut < 1e-7) return false;
    const x = (cut + next) / 2;
    const [ysA, ysB] = [crossingsAt(segmentsA, x), crossingsAt(segmentsB, x)];
    const ys = [...ysA, ...ysB].sort((p, q) => p - q);
    return ys.some((y, k) => {
      const above = ys[k + 1] ?? y;
      const middle = (y + above) / 2;
      return above - y > 1e-7 && isOdd(ysA, middle) && isOdd(ysB, middle);
    });
  });
}

type Segment = readonly [Point, Point];

function segments(figure: Shape): Segment[] {
  return figure
    .flatMap(ringsOf)
    .flatMap((ring) =>
      ring.map((from, i): Segment => [from, ring[(i + 1) % ring.length] as Point]),
    );
}

function crossing([p, p2]: Segment, [q, q2]: Segment): number[] {
  const [rx, ry, sx, sy] = [p2[0] - p[0], p2[1] - p[1], q2[0] - q[0], q2[1] - q[1]];
  const determinant = rx * sy - ry * sx;
  if (determinant === 0) return [];
  const t = ((q[0] - p[0]) * sy - (q[1] - p[1]) * sx) / determinant;
  return t >= 0 && t <= 1 ? [p[0] + t * rx] : [];
}

function crossingsAt(all: readonly Segment[], x: number): number[] {
  return all
    .filter(([p, q]) => p[0] < x !== q[0] < x)
    .map(([p, q]) => p[1] + ((x - p[0]) * (q[1] - p[1])) / (q[0] - p[0]));
}

function isOdd(ys: readonly number[], y: number): boolean {
  return ys.filter((crossed) => crossed < y).length % 2 === 1;
}

/** Random simple polygons: a random round trip, uncrossed by turning stretches of it about. */
function polygonOn(side: number): fc.Arbitrary<Shape> {
  const vertex = fc.tuple(fc.integer({ min: 0, max: side }), fc.integer({ min: 0, max: side }));
  return fc
    .uniqueArray(vertex, { minLength: 3, maxLength: 9, selector: (p) => p.join() })
    .map((points) => uncrossed(points))
    .map((ring) => shape(twiceSignedArea(ring) < 0n ? ring.toReversed() : ring))
    .filter(isValid);
}

function uncrossed(ring: Ring): Ring {
  const n = ring.length;
  let current = ring;
  for (let round = 0; round < 60; round++) {
    const [i, j] = firstCrossing(current);
    if (j === 0) return current;
    current = [
      ...current.slice(0, i + 1),
      ...current.slice(i + 1, j + 1).reverse(),
      ...current.slice(j + 1, n),
    ];
  }
  return current;
}

function firstCrossing(ring: Ring): [number, number] {
  const at = (i: number) => ring[i % ring.length] as Point;
  for (let i = 0; i < ring.length; i++) {
    for (let j = i + 2; j < ring.length; j++) {
      const [p, p2, q, q2] = [at(i), at(i + 1), at(j), at(j + 1)];
      const first = orientation(p, p2, q) * orientation(p, p2, q2);
      const second = orientation(q, q2, p) * orientation(q, q2, p2);
      if (first < 0 && second < 0) return [i, j];
    }
  }
  return [0, 0];
}

function isValid(figure: Shape): boolean {
  try {
    checkShape(figure);
    return true;
  } catch {
    return false;
  }
}

describe("overlaps of random polygons", () => {
  const nearBy = fc.oneof(polygonOn(12), polygonOn(5));

  it("agrees with cutting the plane into slabs", () => {
    let overlapping = 0;
    fc.assert(
      fc.property(nearBy, nearBy, fc.integer({ min: 0, max: 9 }), (a, b, shift) => {
        const moved = mapped(b, ([x, y]) => [x + shift, y]);
        const expected = slabsOverlap(a, moved);
        if (expected) overlapping++;
        expect([overlaps(a, moved), overlaps(moved, a)]).toEqual([expected, expected]);
      }),
      { numRuns: 3000 },
    );
    expect(overlapping).toBeGreaterThan(300);
    expect(overlapping).toBeLessThan(2700);
  });

  it("is the same wherever the figures lie and however large they are", () => {
    fc.assert(
      fc.property(nearBy, nearBy, (a, b) => {
        const [largeA, largeB] = [mapped(a, enlarge), mapped(b, enlarge)];
        checkShape(largeA);
        expect(overlaps(largeA, largeB)).toBe(slabsOverlap(a, b));
        const far: Map2 = ([x, y]) => [x + 2 ** 40 - 20, y - 2 ** 40];
        expect(overlaps(mapped(a, far), mapped(b, far))).toBe(overlaps(a, b));
      }),
    );
  });

  it("halves cut along a diagonal do not overlap each other but their whole", () => {
    fc.assert(
      fc.property(polygonOn(12), (whole) => {
        const ring = whole[0]?.outer ?? [];
        for (let i = 2; i < ring.length - 1; i++) {
          const [left, right] = [
            shape(ring.slice(0, i + 1)),
            shape([...ring.slice(i), ring[0] as Point]),
          ];
          if (!isValid(left) || !isValid(right)) continue;
          if (twiceSignedArea(ring.slice(0, i + 1)) <= 0n) continue;
          expect(overlaps(left, right)).toBe(slabsOverlap(left, right));
          expect(overlaps(left, whole)).toBe(true);
        }
      }),
    );
  });
});
