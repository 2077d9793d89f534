import { expect, it } from "vitest";
import { checkShape } from "../../../modules/land/geometry/check-shape.js";
import { overlaps } from "../../../modules/land/geometry/overlaps.js";
import { drawTown } from "./town.js";

const { lots, streets } = drawTown();

it("draws the same town every time", () => {
  expect(drawTown()).toEqual({ lots, streets });
});

it("draws some three hundred valid lots that do not overlap", () => {
  expect(lots.length).toBeGreaterThan(290);
  expect(lots.length).toBeLessThan(360);
  for (const [i, lot] of lots.entries()) {
    checkShape(lot.shape);
    expect(lot.legalAreaM2).toBeGreaterThan(120);
    for (const other of lots.slice(i + 1)) expect(overlaps(lot.shape, other.shape)).toBe(false);
  }
});

it("lets neighbours share their corners: every lot of a row has one with another", () => {
  const corners = new Map<string, number>();
  for (const { shape } of lots) {
    for (const point of shape[0]?.outer ?? []) {
      corners.set(point.join(), (corners.get(point.join()) ?? 0) + 1);
    }
  }
  const alone = lots.filter(({ shape, open }) =>
    open ? false : (shape[0]?.outer ?? []).every((point) => corners.get(point.join()) === 1),
  );
  expect(alone).toEqual([]);
});

it("gives each lot an address of its own on a street that there is", () => {
  const known = new Set(streets.map(({ id }) => id));
  expect(known.size).toBe(streets.length);
  expect(lots.filter(({ street }) => !known.has(street))).toEqual([]);
  expect(new Set(lots.map(({ street, number }) => `${number} ${street}`)).size).toBe(lots.length);
  expect(new Set(lots.map(({ id }) => id)).size).toBe(lots.length);
});

it("is no grid: lots of many sizes, some with more than four corners", () => {
  const areas = lots.map(({ legalAreaM2 }) => legalAreaM2);
  expect(new Set(areas).size).toBeGreaterThan(150);
  const odd = lots.filter(({ shape }) => (shape[0]?.outer.length ?? 0) > 4);
  expect(odd.length).toBeGreaterThan(30);
});
