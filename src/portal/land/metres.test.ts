import { describe, expect, it } from "vitest";
import type { Shape } from "../../modules/land/geometry/shape.js";
import { areaOf, metresFrom, sidesOf } from "./metres.js";

const degrees = { unit: "degree", stepsPerUnit: 10_000_000 } as const;
const millimetres = { unit: "metre", stepsPerUnit: 1000 } as const;
const square = (x: number, y: number, side: number): Shape => [
  {
    outer: [
      [x, y],
      [x + side, y],
      [x + side, y + side],
      [x, y + side],
    ],
    holes: [],
  },
];

describe("metres", () => {
  it.each([
    // Lengths of one degree on WGS 84 (EPSG:7030), to the metre.
    ["equator", 0, 111_319, 110_574],
    ["45° north", 45, 78_847, 111_132],
    ["60° south", -60, 55_800, 111_412],
  ])("%s: a degree is as long as geodesy says", (_name, latitude, east, north) => {
    const origin = [0, latitude * 1e7] as const;
    const [x, y] = metresFrom(degrees, origin)([10_000_000, (latitude + 1) * 1e7]);
    expect(Math.round(x)).toBe(east);
    expect(Math.round(y)).toBe(north);
  });

  it("counts a projected grid as it is", () => {
    expect(areaOf(millimetres, square(600_000_000, 5_000_000_000, 12_000))).toBe(144);
    const [side] = sidesOf(millimetres, square(0, 0, 12_345)[0]?.outer ?? []);
    expect(side).toEqual({ corner: [0, 0], metres: 12.345 });
  });

  it("takes holes away", () => {
    const [whole] = square(0, 0, 10_000);
    const [hole] = square(2_000, 2_000, 1_000);
    const outer = whole?.outer ?? [];
    expect(areaOf(millimetres, [{ outer, holes: [(hole?.outer ?? []).toReversed()] }])).toBe(99);
  });
});
