import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Box, boxesTouch } from "./bounding-box.js";
import { cellLevelOf, cellsOf, cellsToSearch } from "./cells.js";

const limit = 2 ** 40;

function boxIn(range: number, width: number): fc.Arbitrary<Box> {
  const start = fc.integer({ min: -range, max: range });
  const size = fc.integer({ min: 0, max: width });
  return fc.tuple(start, start, size, size).map(([minX, minY, w, h]) => ({
    minX,
    minY,
    maxX: Math.min(minX + w, limit),
    maxY: Math.min(minY + h, limit),
  }));
}

const box = fc.oneof(
  boxIn(20_000, 20_000),
  boxIn(8, 16).map((b) => ({
    minX: b.minX * 4096,
    minY: b.minY * 4096,
    maxX: b.maxX * 4096,
    maxY: b.maxY * 4096,
  })),
  boxIn(limit, 100_000),
  boxIn(limit, limit),
);

const code = "LAND_EXTENT_LIMIT";

describe("cells", () => {
  it("puts a shape into one to four cells named as segments of a key", () => {
    fc.assert(
      fc.property(box, (b) => {
        const cells = cellsOf(b);
        expect(cells.length).toBeGreaterThan(0);
        expect(cells.length).toBeLessThanOrEqual(4);
        expect(new Set(cells).size).toBe(cells.length);
        for (const cell of cells)
          expect(cell).toMatch(/^[0-9]{2}\/(0|-?[1-9][0-9]*)\/(0|-?[1-9][0-9]*)$/);
      }),
    );
  });

  it("finds every shape whose box touches the box searched", () => {
    fc.assert(
      fc.property(fc.oneof(boxIn(20_000, 20_000), boxIn(3, 4)), boxIn(20_000, 40_000), (a, b) => {
        const found = new Set(cellsToSearch(a, [cellLevelOf(b)]));
        if (boxesTouch(a, b)) expect(cellsOf(b).some((cell) => found.has(cell))).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    [{ minX: 0, minY: 0, maxX: 8191, maxY: 8191 }, ["13/0/0"]],
    [{ minX: -1, minY: 0, maxX: 8191, maxY: 1 }, ["13/-1/0", "13/0/0"]],
    [{ minX: 0, minY: 0, maxX: 8193, maxY: 1 }, ["14/0/0"]],
    [{ minX: -8192, minY: -8193, maxX: -1, maxY: -8192 }, ["13/-1/-2", "13/-1/-1"]],
    [{ minX: 0, minY: 0, maxX: limit, maxY: 0 }, ["40/0/0", "40/1/0"]],
  ])("%j stands in %j", (b, cells) => expect(cellsOf(b)).toEqual(cells));

  it("refuses what is wider than the widest cell", () => {
    const wide = { minX: -1, minY: 0, maxX: limit, maxY: 0 };
    expect(() => cellsOf(wide)).toThrowError(expect.objectContaining({ code }));
  });

  it("searches 2¹⁶ cells and no more, where the budget is whole", () => {
    const code = "LAND_WORK_LIMIT";
    const side = 8192;
    const most = { minX: 0, minY: 0, maxX: 256 * side - 1, maxY: 256 * side - 1 };
    expect(cellsToSearch(most, [13])).toHaveLength(2 ** 16);
    expect(() => cellsToSearch(most, [13, 40])).toThrowError(expect.objectContaining({ code }));
    const world = { minX: -1.8e9, minY: -9e8, maxX: 1.8e9, maxY: 9e8 };
    expect(() => cellsToSearch(world, [13])).toThrowError(expect.objectContaining({ code }));
    expect(cellsToSearch(world, [])).toEqual([]);
  });
});
