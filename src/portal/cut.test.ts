import { describe, expect, it } from "vitest";
import { cutBox, cutOf } from "./cut.js";

const fingerprint = `d1be2ef76b322111${"0".repeat(48)}`;
const even = `d1be2ef76b322110${"0".repeat(48)}`;

/** The points of a path between its two ends at the border. */
function depths(path: string): number[] {
  const points = path.slice(1).split("L").slice(1, -1);
  return points.map((point) => Number(point.split(" ")[1]));
}

describe("the indented cut", () => {
  it("has fifteen points over the whole width", () => {
    const { upperEdge } = cutOf(fingerprint);
    expect(depths(upperEdge)).toHaveLength(15);
    expect(upperEdge).toContain(`L${cutBox.width} `);
  });

  it("takes the depth of point i from digit i", () => {
    // d 1 b e 2 e f: trough, peak, trough, peak, trough, peak, trough.
    expect(depths(cutOf(fingerprint).upperEdge).slice(0, 7)).toEqual([
      255 + 11 * 13,
      45 + 9 * 1,
      255 + 11 * 11,
      45 + 9 * 14,
      255 + 11 * 2,
      45 + 9 * 14,
      255 + 11 * 15,
    ]);
  });

  it("lets the parity of digit 15 say which comes first", () => {
    expect(depths(cutOf(even).upperEdge).slice(0, 2)).toEqual([45 + 9 * 13, 255 + 11 * 1]);
  });

  it("gives both halves of one fingerprint the same edge, a seam apart", () => {
    const { upperEdge, lowerEdge } = cutOf(fingerprint);
    const gaps = depths(lowerEdge).map((depth, i) => depth - (depths(upperEdge)[i] ?? 0));
    expect(new Set(gaps)).toEqual(new Set([105]));
    expect(Math.max(...depths(lowerEdge))).toBeLessThanOrEqual(cutBox.height);
  });

  it.each(["", "d1be", fingerprint.toUpperCase(), `${fingerprint}\n`, `g${fingerprint.slice(1)}`])(
    "refuses %j",
    (bad) => {
      expect(() => cutOf(bad)).toThrow(expect.objectContaining({ code: "PORTAL_FINGERPRINT" }));
    },
  );
});
