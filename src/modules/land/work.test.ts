import { describe, expect, it } from "vitest";
import { LandNetwork, realParcels, rectangle, registration } from "../../../test/land.js";
import { Budget, workLimit } from "./geometry/budget.js";
import { checkShape } from "./geometry/check-shape.js";
import { overlaps } from "./geometry/overlaps.js";
import { regionOfShape, relate } from "./geometry/relate.js";
import type { Point, Ring, Shape } from "./geometry/shape.js";
import { twiceSignedArea } from "./geometry/twice-signed-area.js";
import { parcelsNear } from "./spatial-index.js";

const refused = expect.objectContaining({ code: "LAND_WORK_LIMIT", facts: { most: workLimit } });
const unlimited = () => new Budget(Number.POSITIVE_INFINITY);

/** The k-th of zigzags that nest in each other: none overlaps, yet all boxes of edges touch. */
function band(vertices: number, k: number): Shape {
  const line = Array.from({ length: vertices / 2 }, (_, i): Point => {
    const v = (i % 2) * 2 ** 20 + 4 * k;
    return [i * 40 + v, v];
  });
  const ring = [...line, ...line.map(([x, y]): Point => [x + 2, y + 2]).reverse()];
  return [{ outer: twiceSignedArea(ring) > 0n ? ring : ring.reverse(), holes: [] }];
}

/** Holes that touch each other in one point. With `turn` 2 they lie between those with 0. */
function fan(holes: number, turn: number): Shape {
  const far = 2 ** 30;
  const ring = (i: number): Ring => [
    [0, 0],
    [i * 2 ** 18 - far, far],
    [(i + 1) * 2 ** 18 - far, far],
  ];
  const [{ outer } = { outer: [] }] = rectangle(-2 * far, -far, 2 * far, 2 * far);
  return [{ outer, holes: Array.from({ length: holes }, (_, i) => ring(4 * i + turn)) }];
}

/** Many holes in a long boundary, each a triangle beside it. */
function sieve(holes: number, y: number): Shape {
  const edge = Array.from({ length: 2_000 }, (_, i): Point => [i, -y - (i % 2)]);
  const outer: Ring = [...edge, [2_000, 9_000], [0, 9_000]];
  const ring = (i: number): Ring => [
    [5 + 3 * (i % 600), 10 + 3 * i],
    [5 + 3 * (i % 600), 12 + 3 * i],
    [7 + 3 * (i % 600), 12 + 3 * i],
  ];
  return [{ outer, holes: Array.from({ length: holes }, (_, i) => ring(i)) }];
}

describe("the work of a registration", () => {
  // The costs are part of what a network agrees on: a change here is a change of the module.
  it.each<[number, string, (budget: Budget) => unknown]>([
    [145, "a square", (budget) => checkShape(rectangle(0, 0, 9, 9), budget)],
    [348, "a square within another", pairOf(rectangle(0, 0, 9, 9), rectangle(2, 2, 4, 4))],
    [0, "squares whose boxes are apart", pairOf(rectangle(0, 0, 9, 9), rectangle(99, 0, 100, 9))],
    [730, "squares side by side", pairOf(rectangle(0, 0, 9, 9), rectangle(9, 0, 18, 9))],
    [77_728, "a band", (budget) => checkShape(band(100, 0), budget)],
    [159_020, "two bands", pairOf(band(100, 0), band(100, 1))],
    [114_405, "a fan of holes", (budget) => checkShape(fan(20, 0), budget)],
    [92_978, "two fans", pairOf(fan(20, 0), fan(20, 2))],
  ])("is %i for %s", (spent, _, work) => {
    const budget = unlimited();
    work(budget);
    expect(budget.spent).toBe(spent);
  });

  it.each<[string, (budget: Budget) => unknown]>([
    ["a zigzag", (budget) => checkShape(band(2_600, 0), budget)],
    ["two zigzags", pairOf(band(2_600, 0), band(2_600, 1))],
    ["holes that touch in one point", (budget) => checkShape(fan(1_600, 0), budget)],
    ["two fans of holes through one point", pairOf(fan(1_600, 0), fan(1_600, 2))],
  ])("is refused past the limit, and at once: %s", (_, work) => {
    const budget = new Budget();
    expect(() => work(budget)).toThrowError(refused);
    expect(budget.spent).toBeLessThan(workLimit * 1.01);
  });

  it("has room for 5,000 vertices in any usual order", () => {
    const northwards = Array.from({ length: 2_500 }, (_, i): Point => [i % 2, i]);
    const ring = [...northwards.map(([x, y]): Point => [x + 9, y]), ...northwards.toReversed()];
    expect(() => checkShape([{ outer: ring, holes: [] }])).not.toThrow();
    expect(() => checkShape(sieve(600, 0))).not.toThrow();
  });

  it("counts all neighbours together", () => {
    const network = new LandNetwork();
    const codes = [0, 1, 2, 3].map(
      (k) => network.run("land.register", registration(`p${k}`, band(600, k))).code,
    );
    expect(codes).toEqual(["ok", "ok", "ok", "LAND_WORK_LIMIT"]);
    expect(network.broken()).toEqual([]);
  });

  it("has room for 64 legacy neighbours with long boundaries", () => {
    const network = new LandNetwork();
    const strip = (i: number): Shape => {
      const side = Array.from({ length: 100 }, (_, k): Point => [i * 100 + (k % 2), k * 10]);
      return [
        { outer: [...side.map(([x, y]): Point => [x + 100, y]), ...side.reverse()], holes: [] },
      ];
    };
    network.seal(
      Array.from({ length: 64 }, (_, i) =>
        network.sign("land.register", registration(`p${i}`, strip(i))),
      ),
    );
    const over = registration("q", rectangle(0, 100, 6_400, 200), { legacy: true });
    expect(network.run("land.register", over).code).toBe("ok");
    expect(network.broken()).toEqual([]);
  });
});

function pairOf(a: Shape, b: Shape): (budget: Budget) => unknown {
  return (budget) => overlaps(a, b, budget);
}

const parcels = realParcels() ?? [];

describe.runIf(parcels.length > 0)("a whole commune", () => {
  it("stays below a sixteenth of the limit, were each parcel the last to come", () => {
    const network = new LandNetwork();
    network.seal(
      parcels.map(({ id, shape }) =>
        network.sign("land.register", registration(id, shape, { legacy: true })),
      ),
    );
    let most = 0;
    for (const { shape } of parcels) {
      const budget = new Budget();
      checkShape(shape, budget);
      const region = regionOfShape(shape);
      for (const { figure } of parcelsNear(network.reader, "surface", region, budget)) {
        relate(region, regionOfShape(figure), budget);
      }
      most = Math.max(most, budget.spent);
    }
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThan(workLimit / 16);
  });
});
