import { expect, it } from "vitest";
import { checkShape } from "../../modules/land/geometry/check-shape.js";
import { overlaps } from "../../modules/land/geometry/overlaps.js";
import { drawLots } from "./lots.js";

it("draws valid lots that do not overlap, the same one every time", () => {
  const lots = drawLots(42, { blocksEast: 6, blocksNorth: 5 });
  expect(lots).toHaveLength(300);
  expect(drawLots(42, { blocksEast: 6, blocksNorth: 5 })).toEqual(lots);
  expect(drawLots(43, { blocksEast: 6, blocksNorth: 5 })).not.toEqual(lots);
  expect(new Set(lots.map(({ id }) => id)).size).toBe(300);
  for (const [i, lot] of lots.entries()) {
    checkShape(lot.shape);
    expect(lot.legalAreaM2).toBeGreaterThan(300);
    for (const other of lots.slice(i + 1)) expect(overlaps(lot.shape, other.shape)).toBe(false);
  }
});
