import { describe, expect, it } from "vitest";
import { type ReadFeature, readParcels } from "./read-parcels.js";

type Coordinates = readonly (readonly (readonly unknown[])[])[];

const square: Coordinates = [
  [
    [2.3, 48.6],
    [2.4, 48.6],
    [2.4, 48.7],
    [2.3, 48.7],
    [2.3, 48.6],
  ],
];

function feature(change: object = {}): object {
  const properties = { id: "91216000AB0037", contenance: 254881 };
  const geometry = { type: "Polygon", coordinates: square };
  return { type: "Feature", id: "91216000AB0037", geometry, properties, ...change };
}

function file(features: readonly unknown[], change: object = {}): string {
  return JSON.stringify({ type: "FeatureCollection", features, ...change });
}

function readOne(change: object): ReadFeature {
  return readParcels(file([feature(change)])).features[0] as ReadFeature;
}

function crs(name: string): object {
  return { type: "name", properties: { name } };
}

describe("a whole file", () => {
  const good = file([feature()]);

  it.each([
    ["GEOJSON_NOT_JSON", "cut off", good.slice(0, -5)],
    ["GEOJSON_NOT_JSON", "NaN", good.replace("48.6", "NaN")],
    ["GEOJSON_NOT_JSON", "empty", ""],
    ["GEOJSON_NOT_A_COLLECTION", "a feature", JSON.stringify(feature())],
    ["GEOJSON_NOT_A_COLLECTION", "no features", '{"type":"FeatureCollection"}'],
    ["GEOJSON_NOT_A_COLLECTION", "null", "null"],
    ["GEOJSON_CRS", "a projected system", file([], { crs: crs("EPSG:2154") })],
    ["GEOJSON_CRS", "Web Mercator", file([], { crs: crs("urn:ogc:def:crs:EPSG::3857") })],
    ["GEOJSON_CRS", "an unknown system", file([], { crs: null })],
  ])("%s: %s", (code, _, text) => {
    expect(() => readParcels(text)).toThrowError(expect.objectContaining({ code }));
  });

  it("GEOJSON_TOO_LARGE: one letter past the limit", () => {
    const code = "GEOJSON_TOO_LARGE";
    expect(readParcels(good, good.length).features).toHaveLength(1);
    expect(() => readParcels(good, good.length - 1)).toThrowError(
      expect.objectContaining({ code }),
    );
  });

  it.each(["urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4326", "EPSG:4326"])(
    "takes the name %s",
    (name) => {
      expect(readParcels(file([], { crs: crs(name) })).features).toEqual([]);
    },
  );

  it("may begin with a byte order mark", () => {
    expect(readParcels(`\ufeff${good}`).features[0]?.ok).toBe(true);
  });
});

function polygon(...ring: unknown[]): object {
  return { geometry: { type: "Polygon", coordinates: [ring] } };
}

const [a, b, c] = [
  [2, 48],
  [3, 48],
  [3, 49],
];

describe("a feature", () => {
  it("is read into the grid with its properties", () => {
    const properties = {
      id: "91216000AB0037",
      commune: "91216",
      prefixe: "000",
      section: "AB",
      numero: "37",
      contenance: 217,
      arpente: true,
      created: "2007-10-10",
      updated: "2015-05-12",
      proprietaire: "not taken over",
    };
    expect(readOne({ properties })).toEqual({
      ok: true,
      index: 0,
      id: "91216000AB0037",
      reference: "91216000AB0037",
      shape: [
        {
          outer: [
            [23000000, 486000000],
            [24000000, 486000000],
            [24000000, 487000000],
            [23000000, 487000000],
          ],
          holes: [],
        },
      ],
      legalAreaM2: 217,
      commune: "91216",
      prefix: "000",
      section: "AB",
      number: "37",
      surveyed: true,
      created: "2007-10-10",
      updated: "2015-05-12",
    });
  });

  it("needs no property", () => {
    expect(readOne({ properties: null })).toMatchObject({
      ok: true,
      reference: "91216000AB0037",
      legalAreaM2: null,
      commune: null,
    });
  });

  it.each<[string, string, object]>([
    ["GEOJSON_ID", "no id", { id: undefined }],
    ["GEOJSON_ID", "a number", { id: 7 }],
    ["GEOJSON_ID", "a slash", { id: "a/b" }],
    ["GEOJSON_ID", "a step in a path", { id: ".." }],
    ["GEOJSON_ID", "a line end", { id: "a\n" }],
    ["GEOJSON_ID", "65 letters", { id: "a".repeat(65) }],
    ["GEOJSON_FEATURE", "another type", { type: "Parcel" }],
    ["GEOJSON_GEOMETRY", "no geometry", { geometry: null }],
    ["GEOJSON_GEOMETRY", "a point", { geometry: { type: "Point", coordinates: a } }],
    ["GEOJSON_GEOMETRY", "no ring", { geometry: { type: "Polygon", coordinates: [] } }],
    ["GEOJSON_GEOMETRY", "no list", { geometry: { type: "Polygon", coordinates: "2 48" } }],
    ["GEOJSON_CRS", "a system of its own", { crs: crs("EPSG:2154") }],
    ["LAND_SHAPE_EMPTY", "no polygon", { geometry: { type: "MultiPolygon", coordinates: [] } }],
    ["GEOJSON_POSITION", "three dimensions", polygon([2, 48, 90], b, c, [2, 48, 90])],
    ["GEOJSON_POSITION", "one dimension", polygon([2], b, c, [2])],
    ["GEOJSON_POSITION", "text", polygon(["2", "48"], b, c, ["2", "48"])],
    ["GEOJSON_POSITION", "null", polygon([null, null], b, c, [null, null])],
    ["GEOJSON_RING_OPEN", "open", polygon(a, b, c)],
    ["GEOJSON_RING_OPEN", "a single position", polygon(a)],
    ["GEOJSON_COORDINATE_RANGE", "metres", polygon([652000, 6862000], b, c, [652000, 6862000])],
    ["GEOJSON_COORDINATE_RANGE", "past the pole", polygon([2, 90.0000001], b, c, a)],
    ["GEOJSON_COORDINATE_RANGE", "past the date line", polygon([-180.0000001, 4], b, c, a)],
    ["GEOJSON_COORDINATE_PRECISION", "eight digits", polygon([2.30000001, 48], b, c, a)],
    ["GEOJSON_COORDINATE_PRECISION", "ten digits", polygon([2, 48.0000000005], b, c, a)],
    ["LAND_RING_TOO_SHORT", "two vertices", polygon(a, b, a)],
    ["LAND_RING_TOO_SHORT", "an empty ring", polygon()],
    ["LAND_RING_REPEATED_VERTEX", "a vertex doubled", polygon(a, b, b, c, a)],
    ["LAND_RING_SELF_INTERSECTS", "a bow-tie", polygon(a, c, b, [2, 49], a)],
    ["LAND_SHAPE_TOO_LARGE", "5,001 vertices", polygon(...Array.from({ length: 5002 }, () => a))],
    ["GEOJSON_PROPERTY", "an area in text", { properties: { contenance: "217" } }],
    ["GEOJSON_PROPERTY", "a broken area", { properties: { contenance: 21.7 } }],
    ["GEOJSON_PROPERTY", "an area below nothing", { properties: { contenance: -1 } }],
    ["GEOJSON_PROPERTY", "prose in a code", { properties: { section: "A B" } }],
    ["GEOJSON_PROPERTY", "another date", { properties: { created: "10/10/2007" } }],
    ["GEOJSON_PROPERTY", "a flag in text", { properties: { arpente: "true" } }],
  ])("%s: %s", (code, _, change) => {
    expect(readOne(change)).toMatchObject({ ok: false, code });
  });

  it("takes the noise of doubles for what it is", () => {
    const noisy = polygon([0.1 + 0.2, 48], [3, 48], [3, 49], [0.1 + 0.2, 48]);
    expect(readOne(noisy)).toMatchObject({
      shape: [{ outer: [[3000000, 480000000], expect.anything(), expect.anything()] }],
    });
  });

  it("has its rings turned the ledger's way, beginning where they began", () => {
    const hole = [a, [2.2, 48.1], [2.1, 48.2], a];
    const clockwise = { type: "Polygon", coordinates: [[a, [2, 49], c, b, a], hole] };
    expect(readOne({ geometry: clockwise })).toMatchObject({
      ok: true,
      shape: [
        {
          outer: [
            [20000000, 480000000],
            [30000000, 480000000],
            expect.anything(),
            expect.anything(),
          ],
          holes: [
            [
              [20000000, 480000000],
              [21000000, 482000000],
              [22000000, 481000000],
            ],
          ],
        },
      ],
    });
  });

  it("names the place of what is wrong", () => {
    expect(readOne(polygon(a, b, [3, 49.12345678], a))).toMatchObject({
      facts: { part: 0, ring: 0, vertex: 2, degrees: "49.12345678" },
    });
  });

  it("is refused, wherever its id stands twice, and the others are not", () => {
    const features = [feature(), feature({ id: "other" }), feature(), feature({ id: 5 }), 17];
    expect(readParcels(file(features)).features).toMatchObject([
      { ok: false, index: 0, code: "GEOJSON_DUPLICATE_ID", facts: { times: 2 } },
      { ok: true, index: 1, id: "other" },
      { ok: false, index: 2, code: "GEOJSON_DUPLICATE_ID" },
      { ok: false, index: 3, id: "", code: "GEOJSON_ID" },
      { ok: false, index: 4, id: "", code: "GEOJSON_FEATURE" },
    ]);
  });
});

describe("a ring of a million vertices", () => {
  it("is refused by its length alone", () => {
    const ring = `[${"[2.1,48.1],".repeat(1_000_000)}[2.1,48.1]]`;
    const text = file([feature()]).replace(JSON.stringify(square), `[${ring}]`);
    expect(readParcels(text).features).toMatchObject([
      { ok: false, code: "LAND_SHAPE_TOO_LARGE", facts: { vertices: 1_000_000 } },
    ]);
  });
});
