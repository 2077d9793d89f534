import { describe, expect, it } from "vitest";
import type { Shape } from "../../modules/land/geometry/shape.js";
import { roomIn } from "./label-point.js";
import { planOf, planWindow, roundLength, sheets } from "./plan.js";
import { shortNumber } from "./short-number.js";
import { streetLabel } from "./street-label.js";
import type { PlanParcelView, PlanView } from "./view.js";

const grid = { unit: "metre", stepsPerUnit: 1 } as const;
const box = (x: number, y: number, width: number, height: number): Shape => [
  {
    outer: [
      [x, y],
      [x + width, y],
      [x + width, y + height],
      [x, y + height],
    ],
    holes: [],
  },
];
const parcel = (id: string, shape: Shape, number: string | null = null): PlanParcelView => ({
  id,
  title: id,
  number,
  shape,
});
const view = (change: Partial<PlanView> = {}): PlanView => ({
  grid,
  here: parcel("NG-0042", box(0, 0, 100, 60)),
  neighbours: [parcel("NG-0041", box(-40, 0, 40, 60)), parcel("NG-0043", box(100, 0, 40, 60))],
  streets: [
    {
      name: "Mill Lane",
      line: [
        [-500, 70],
        [500, 70],
      ],
    },
  ],
  ...change,
});

describe("planOf", () => {
  it.each(Object.entries(sheets))(
    "%s: the parcel stands in the middle, half the sheet",
    (_n, sheet) => {
      const { here, neighbours, streets } = planOf(view(), sheet);
      const xs = [...here.path.matchAll(/[ML]([\d.]+) /g)].map(([, x]) => Number(x));
      expect(Math.min(...xs) + Math.max(...xs)).toBeCloseTo(sheet.width, 0);
      expect(Math.max(...xs) - Math.min(...xs)).toBeLessThanOrEqual(sheet.width / 2 + 1);
      expect(here.label?.text).toBe("42");
      expect(neighbours.map(({ label }) => label?.text)).toEqual(["41", "43"]);
      expect(streets).toMatchObject([{ text: "Mill Lane", angle: 0 }]);
    },
  );

  it("is north up", () => {
    const [south, north] = [box(0, -20, 100, 20), box(0, 60, 100, 20)];
    const drawn = planOf(
      view({ neighbours: [parcel("NG-1", south), parcel("NG-2", north)] }),
      sheets.wide,
    );
    const [below, above] = drawn.neighbours.map(({ label }) => label?.y ?? 0);
    expect(above).toBeLessThan(below ?? 0);
  });

  it("shows house numbers where the parcel has one, and none for those without", () => {
    const drawn = planOf(
      view({
        here: parcel("NG-0042", box(0, 0, 100, 60), "12"),
        neighbours: [
          parcel("NG-0041", box(-100, 0, 100, 60), "10"),
          parcel("x", box(100, 0, 100, 60)),
        ],
      }),
      sheets.wide,
    );
    expect(drawn.here.label?.text).toBe("12");
    expect(drawn.neighbours.map(({ label }) => label?.text)).toEqual(["10", undefined]);
  });

  it("asks for no more neighbours than a sheet can show", () => {
    const { minX, maxX, minY, maxY } = planWindow(grid, box(0, 0, 100, 60));
    expect([minX + maxX, minY + maxY]).toEqual([100, 60]);
    expect(maxX - minX).toBeGreaterThan(200);
    expect(maxX - minX).toBeLessThan(500);
  });

  it("has a scale of a round length", () => {
    expect([1, 4.9, 5, 99, 100, 730].map(roundLength)).toEqual([1, 2, 5, 50, 100, 500]);
    const { scale } = planOf(view(), sheets.wide);
    expect(scale).toEqual({ metres: 20, width: expect.closeTo(66.7, 1) });
  });
});

describe("room for a number", () => {
  it("is inside a bent parcel, whose middle is not", () => {
    const bent = [
      [0, 0],
      [90, 0],
      [90, 90],
      [60, 90],
      [60, 30],
      [0, 30],
    ] as const;
    expect(roomIn([[bent]])).toEqual({ x: 45, y: 27, width: 90 });
  });

  it("is beside a hole", () => {
    const ring = (x: number, side: number) =>
      [
        [x, x],
        [x + side, x],
        [x + side, x + side],
        [x, x + side],
      ] as const;
    expect(roomIn([[ring(0, 100), ring(30, 60)]])).toMatchObject({ x: 15, width: 30 });
  });
});

describe("short numbers", () => {
  it.each([
    ["NG-0042", "NG-0001", "42"],
    ["91216000AC0372", "91216000AC0001", "372"],
    ["91216000AN0372", "91216000AC0001", "AN 372"],
    ["12", "NG-0001", "12"],
    ["meadow", "NG-0001", "meadow"],
  ])("%s beside %s is %s", (id, beside, short) => {
    expect(shortNumber(id, beside)).toBe(short);
  });
});

describe("street names", () => {
  const sheet = { width: 400, height: 400 };
  it.each([
    ["from right to left", [350, 200], [50, 200], 0],
    ["downhill", [50, 50], [350, 350], 45],
    ["straight up", [200, 380], [200, 20], -90 + 180],
  ] as const)("%s: never upside down", (_name, from, to, angle) => {
    expect(streetLabel("Mill Lane", [from, to], sheet)?.angle).toBe(angle);
  });

  it("stand on the sheet, or nowhere", () => {
    const long = streetLabel(
      "Mill Lane",
      [
        [-5000, 100],
        [380, 100],
      ],
      sheet,
    );
    expect(long).toMatchObject({ x: 200, y: 100 });
    const bent = [
      [50, 200],
      [90, 203],
      [130, 200],
      [170, 203],
      [210, 200],
    ] as const;
    expect(streetLabel("Mill Lane", bent, sheet)).toMatchObject({ x: 130, angle: 0 });
    const outside = [
      [-50, -10],
      [450, -10],
    ] as const;
    expect(streetLabel("Mill Lane", outside, sheet)).toBeNull();
    const short = [
      [100, 100],
      [130, 100],
    ] as const;
    expect(streetLabel("Mill Lane", short, sheet)).toBeNull();
  });
});
