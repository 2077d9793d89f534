import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sharedFile } from "../../../test/shared.js";
import { boundingBox } from "../../modules/land/geometry/bounding-box.js";
import { cellLevelOf, cellsOf, cellsToSearch } from "../../modules/land/geometry/cells.js";
import { overlaps } from "../../modules/land/geometry/overlaps.js";
import type { Shape } from "../../modules/land/geometry/shape.js";
import type { Parcel } from "./parcel.js";
import { type ReadFeature, readParcels } from "./read-parcels.js";
import { writeParcels } from "./write-parcels.js";

function accepted(text: string): (ReadFeature & { ok: true })[] {
  return readParcels(text).features.filter((one) => one.ok);
}

const grid = (limit: number) => fc.integer({ min: -limit, max: limit - 1 }).map((n) => n + 0);

describe("writeParcels", () => {
  it("writes what readParcels reads back", () => {
    const parcel = fc.tuple(grid(1_800_000_000), grid(900_000_000), fc.boolean()).map(
      ([x, y, withArea]): Parcel => ({
        id: "a-1",
        reference: "a-1",
        shape: [
          {
            outer: [
              [x, y],
              [x + 1, y],
              [x, y + 1],
            ],
            holes: [],
          },
        ],
        legalAreaM2: withArea ? 0 : null,
        commune: "2A004",
        prefix: null,
        section: null,
        number: null,
        surveyed: false,
        created: null,
        updated: null,
      }),
    );
    fc.assert(
      fc.property(parcel, (p) => {
        const { features } = readParcels(writeParcels([p]));
        expect(features).toEqual([{ ok: true, index: 0, ...p }]);
      }),
    );
  });

  it("keeps parts and holes", () => {
    const ring = [
      [2.3, 48.6],
      [2.4, 48.6],
      [2.4, 48.7],
      [2.3, 48.6],
    ];
    const hole = [
      [2.33, 48.61],
      [2.37, 48.66],
      [2.36, 48.62],
      [2.33, 48.61],
    ];
    const coordinates = [
      [ring, hole],
      [
        [
          [5, 48],
          [6, 48],
          [5, 49],
          [5, 48],
        ],
      ],
    ];
    const geometry = { type: "MultiPolygon", coordinates };
    const feature = { type: "Feature", id: "a", geometry, properties: { id: "a" } };
    const text = JSON.stringify({ type: "FeatureCollection", features: [feature] });
    const written = writeParcels(accepted(text));
    expect(JSON.parse(written)).toEqual(JSON.parse(text));
  });
});

/** As the register does it: each shape against those in the cells around it. */
function overlappingPairs(parcels: readonly { id: string; shape: Shape }[]): string[] {
  const index = new Map<string, { id: string; shape: Shape }[]>();
  const levels = new Set<number>();
  const pairs: string[] = [];
  for (const parcel of parcels) {
    const box = boundingBox(parcel.shape);
    const near = cellsToSearch(box, [...levels]).flatMap((cell) => index.get(cell) ?? []);
    for (const other of new Set(near)) {
      if (overlaps(parcel.shape, other.shape)) pairs.push(`${other.id} ${parcel.id}`);
    }
    levels.add(cellLevelOf(box));
    for (const cell of cellsOf(box)) index.set(cell, [...(index.get(cell) ?? []), parcel]);
  }
  return pairs;
}

const real = sharedFile("data/land/epinay-sur-orge-parcels.geojson");

describe.runIf(real)("the cadastre of Épinay-sur-Orge", () => {
  const text = real === null ? "" : readFileSync(real, "utf8");

  it("is read without a refusal and written back byte for byte", () => {
    const parcels = accepted(text);
    expect(parcels).toHaveLength(4241);
    expect(parcels.filter(({ legalAreaM2 }) => legalAreaM2 === null)).toHaveLength(1);
    expect(writeParcels(parcels)).toBe(text);
  });

  it("has three pairs of parcels that overlap", () => {
    expect(overlappingPairs(accepted(text))).toEqual([
      "91216000AC0328 91216000ZB0161",
      "91216000AK0299 91216000ZD0143",
      "91216000AO0002 91216000ZE0012",
    ]);
  });
});
