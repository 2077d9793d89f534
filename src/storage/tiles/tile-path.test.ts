import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseTilePath, tilePath } from "./tile-path.js";

const coded = (code: string) => expect.objectContaining({ code });

describe("paths of tiles", () => {
  it.each<[string, number | "entries", number, number]>([
    ["0/000", 0, 0, 256],
    ["0/067", 0, 67, 256],
    ["0/999", 0, 999, 256],
    ["0/x001/000", 0, 1000, 256],
    ["0/x001/234.p/5", 0, 1234, 5],
    // The example of C2SP tlog-tiles.
    ["3/x001/x234/067", 3, 1_234_067, 256],
    ["63/000.p/255", 63, 0, 255],
    ["10/000.p/1", 10, 0, 1],
    ["entries/x001/x234/067", "entries", 1_234_067, 256],
    ["entries/000.p/17", "entries", 0, 17],
    ["0/x035/x184/x372/x088/830", 0, 35_184_372_088_830, 256],
  ])("%s", (path, level, n, width) => {
    expect(parseTilePath(path)).toEqual({ level, n, width });
    expect(tilePath(level, n, width)).toBe(path);
  });

  it.each([
    "",
    "0",
    "0/",
    "/0/000",
    "0/000/",
    "0//000",
    "tile/0/000",
    "00/000",
    "01/000",
    "64/000",
    "100/000",
    "-1/000",
    "+1/000",
    "0/0",
    "0/00",
    "0/0000",
    "0/x000",
    "0/x000/067",
    "0/x000/x001/234",
    "0/001/234",
    "0/X001/234",
    "0/x01/234",
    "0/x001/x234",
    "0/x001//234",
    "0/x035/x184/x372/x088/831",
    `0/${"x999/".repeat(40)}999`,
    "0/000.p",
    "0/000.p/",
    "0/000.p/0",
    "0/000.p/00",
    "0/000.p/05",
    "0/000.p/256",
    "0/000.p/300",
    "0/000.p/1000",
    "0/000.p/5.p/5",
    "0/000.p/5/",
    "0/000.P/5",
    "0/000\n",
    "0/000 ",
    "0/000.p/5\n",
    "0/../000",
    "0/x001/../000",
    "../0/000",
    "0/%30%30%30",
    "0\\000",
    "0/\u0660\u0660\u0660",
    "0/1e2",
    "0/0x1",
    "Entries/000",
    "entries/0",
    "entries",
    "entriesx/000",
    "data/000",
  ])("refuses %j", (path) => {
    expect(parseTilePath(path)).toBeNull();
  });

  it.each<[number | "entries", number, number]>([
    [-1, 0, 256],
    [64, 0, 256],
    [0.5, 0, 256],
    [0, -1, 256],
    [0, 0.5, 256],
    [0, 2 ** 45 - 1, 256],
    [0, 0, 0],
    [0, 0, 257],
    ["entries", Number.NaN, 256],
  ])("names no tile %s, %s, %s", (level, n, width) => {
    expect(() => tilePath(level, n, width)).toThrowError(coded("TILES_PATH"));
  });

  it("reads what it writes, and writes what it reads", () => {
    const level = fc.oneof(fc.constant("entries" as const), fc.integer({ min: 0, max: 63 }));
    const n = fc.oneof(fc.nat({ max: 2000 }), fc.nat({ max: 2 ** 45 - 2 }));
    fc.assert(
      fc.property(level, n, fc.integer({ min: 1, max: 256 }), (l, number, width) => {
        const path = tilePath(l, number, width);
        expect(parseTilePath(path)).toEqual({ level: l, n: number, width });
      }),
    );
    const piece = fc.constantFrom("0", "1", "9", "x", "/", ".p/", "000", "x001/", "entries");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 7 }), (pieces) => {
        const path = pieces.join("");
        const name = parseTilePath(path);
        if (name !== null) expect(tilePath(name.level, name.n, name.width)).toBe(path);
      }),
      { numRuns: 5000 },
    );
  });
});
