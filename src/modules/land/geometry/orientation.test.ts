import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { orientation } from "./orientation.js";
import type { Point } from "./shape.js";
import { twiceSignedArea } from "./twice-signed-area.js";

const limit = 2 ** 40;
const coordinate = fc.oneof(
  fc.integer({ min: -limit, max: limit }),
  fc.integer({ min: -4, max: 4 }).map((n) => n * 2 ** 26 + (n % 2)),
  fc.integer({ min: -3, max: 3 }),
);
const point: fc.Arbitrary<Point> = fc.tuple(coordinate, coordinate);

function exactCross(a: Point, b: Point, c: Point): bigint {
  const [ax, ay, bx, by, cx, cy] = [...a, ...b, ...c].map(BigInt) as bigint[] & { length: 6 };
  return (
    ((bx as bigint) - (ax as bigint)) * ((cy as bigint) - (ay as bigint)) -
    ((by as bigint) - (ay as bigint)) * ((cx as bigint) - (ax as bigint))
  );
}

describe("orientation", () => {
  it("is the sign of the exact cross product", () => {
    fc.assert(
      fc.property(point, point, point, (a, b, c) => {
        const exact = exactCross(a, b, c);
        expect(orientation(a, b, c)).toBe(exact > 0n ? 1 : exact < 0n ? -1 : 0);
      }),
    );
  });

  it("tells one unit at the far ends of the grid", () => {
    const [a, b]: Point[] = [
      [-limit, -limit],
      [limit, limit - 1],
    ] as const;
    expect(orientation(a as Point, b as Point, [0, 0])).toBe(1);
    expect(orientation(a as Point, b as Point, [0, -1])).toBe(-1);
    expect(orientation([-limit, -limit], [limit, limit], [7, 7])).toBe(0);
  });
});

describe("twiceSignedArea", () => {
  it("is the shoelace sum", () => {
    fc.assert(
      fc.property(fc.array(point, { minLength: 3, maxLength: 9 }), (ring) => {
        let sum = 0n;
        ring.forEach(([x, y], i) => {
          const [nextX, nextY] = ring[(i + 1) % ring.length] as Point;
          sum += BigInt(x) * BigInt(nextY) - BigInt(y) * BigInt(nextX);
        });
        expect(twiceSignedArea(ring)).toBe(sum);
      }),
    );
  });

  it("is positive counter-clockwise", () => {
    const square: Point[] = [
      [0, 0],
      [3, 0],
      [3, 2],
      [0, 2],
    ];
    expect(twiceSignedArea(square)).toBe(12n);
    expect(twiceSignedArea(square.toReversed())).toBe(-12n);
    expect(twiceSignedArea([])).toBe(0n);
  });
});
