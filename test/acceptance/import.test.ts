import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { sharedFile } from "../shared.js";
import { initData, type Node, type Refusal, run, startNode, workDir } from "./counterfoil.js";
import {
  type Collection,
  collection,
  type Feature,
  feature,
  type Geometry,
  type Imported,
  type Polygon,
  type Position,
  polygon,
  rectangle,
  writeGeoJson,
} from "./parcels.js";

const commune = sharedFile("data/land/epinay-sur-orge-parcels.geojson");
const EXPECTED = 4241;
const dir = workDir();

const readGeoJson = (file: string): Collection => JSON.parse(readFileSync(file, "utf8"));
const byId = ({ features }: Collection) => new Map(features.map((each) => [each.id, each]));

/** Twice the signed area, in steps of the grid. */
function turn(ring: Polygon[number]): bigint {
  const steps = ring.map(([x = 0, y = 0]) => [
    BigInt(Math.round(x * 1e7)),
    BigInt(Math.round(y * 1e7)),
  ]);
  return steps.slice(1).reduce((sum, [x = 0n, y = 0n], i) => {
    const [lastX = 0n, lastY = 0n] = steps[i] ?? [];
    return sum + lastX * y - x * lastY;
  }, 0n);
}

/** The rings as the ledger turns them: outer ones against the clock, holes with it. */
function turned({ type, coordinates }: Geometry): Polygon[] {
  const polygons = type === "Polygon" ? [coordinates] : coordinates;
  return polygons.map((rings) =>
    rings.map((ring, i) => (turn(ring) > 0n === (i === 0) ? ring : ring.toReversed())),
  );
}

const coordinatesOf = ({ type, coordinates }: Geometry): Polygon[] =>
  type === "Polygon" ? [coordinates] : coordinates;

async function importFile(
  node: Node,
  file: string,
): Promise<{ code: number | null; json: Imported }> {
  return node.run<Imported>(["land", "import", file, "--json"]);
}

async function exported(node: Node): Promise<Map<string, Feature>> {
  const file = join(dir, "exported.geojson");
  await node.run(["land", "export", "-o", file, "--json"]);
  return byId(readGeoJson(file));
}

describe.runIf(commune)("the parcels of a real commune", () => {
  const file = commune ?? "";
  let node: Node;
  let first: { code: number | null; json: Imported };
  beforeAll(async () => {
    node = await startNode(await initData());
    first = await importFile(node, file);
  });

  it("are all accounted for, within a minute", () => {
    const { features, registered, refused, seconds } = first.json;
    expect(features).toBe(EXPECTED);
    expect(registered + refused.length).toBe(features);
    expect(registered).toBeGreaterThanOrEqual(4199);
    expect(refused.filter(({ feature, code }) => feature === "" || code === "")).toEqual([]);
    expect(first.code).toBe(refused.length === 0 ? 0 : 1);
    expect(seconds).toBeLessThan(60);
  });

  it("come out with the coordinates with which they went in", async () => {
    const after = await exported(node);
    expect(after.size).toBe(first.json.registered);
    for (const [id, { geometry, properties }] of byId(readGeoJson(file))) {
      const out = after.get(id);
      if (out === undefined) continue;
      expect(coordinatesOf(out.geometry)).toEqual(turned(geometry));
      expect(out.properties["contenance"]).toBe(properties["contenance"]);
    }
  });

  it("are not registered a second time", async () => {
    const before = await node.checkpoint();
    const { json, code } = await importFile(node, file);
    expect(json).toMatchObject({
      features: EXPECTED,
      registered: first.json.registered,
      flagged: first.json.flagged,
    });
    expect(json.refused.map(({ feature }) => feature)).toEqual(
      first.json.refused.map(({ feature }) => feature),
    );
    expect(code).toBe(first.code);
    expect(await node.checkpoint()).toMatchObject({ size: before.size, root: before.root });
  });

  it("are joined by those of another commune, with several parts and with holes", async () => {
    const other = anotherCommune(readGeoJson(file).features.slice(0, 300));
    const { code, json } = await importFile(node, writeGeoJson(join(dir, "other.geojson"), other));
    expect(json).toMatchObject({ features: 303, registered: 303, refused: [] });
    expect(code).toBe(0);
    const after = await exported(node);
    expect(after.size).toBe(first.json.registered + 303);
    for (const { id, geometry } of other) {
      const out = after.get(id)?.geometry;
      expect(out && coordinatesOf(out)).toEqual(turned(geometry));
    }
  });
});

/** The same lots elsewhere under other ids, and three shapes that the first commune does not have. */
function anotherCommune(features: readonly Feature[]): Feature[] {
  const move = ([x = 0, y = 0]: Position): Position => [
    (Math.round(x * 1e7) + 300_000) / 1e7,
    (Math.round(y * 1e7) + 2_000_000) / 1e7,
  ];
  const moved = features.map(({ geometry, properties }, i): Feature => {
    const id = `75101000AB${String(i + 1).padStart(4, "0")}`;
    const parts = coordinatesOf(geometry).map((rings) => rings.map((ring) => ring.map(move)));
    const [only = []] = parts;
    const figure: Geometry =
      geometry.type === "Polygon"
        ? { type: "Polygon", coordinates: only }
        : { type: "MultiPolygon", coordinates: parts };
    return {
      type: "Feature",
      id,
      geometry: figure,
      properties: { ...properties, id, commune: "75101" },
    };
  });
  const block = rectangle(0, 50_000, 10_000, 10_000);
  const court = rectangle(2000, 52_000, 3000, 3000);
  const well = rectangle(6000, 56_000, 1000, 1000).toReversed();
  return [
    ...moved,
    feature("75101000AC0001", polygon(block, court, well)),
    // Lies in the hole of the first, which it fills.
    feature("75101000AC0002", polygon(court)),
    feature("75101000AC0003", {
      type: "MultiPolygon",
      coordinates: [
        [rectangle(20_000, 50_000, 5000, 5000), rectangle(21_000, 51_000, 1000, 1000)],
        [rectangle(30_000, 50_000, 2000, 2000)],
      ],
    }),
  ];
}

describe("a file that is bad", () => {
  let node: Node;
  beforeAll(async () => {
    node = await startNode(await initData());
  });

  let places = 0;
  const good = collection([feature("good", polygon(rectangle(0, 0, 1000, 1000)))]);
  const text = JSON.stringify(good);
  const crs = { type: "name", properties: { name: "urn:ogc:def:crs:EPSG::2154" } };

  it.each<[string, string, string | Uint8Array]>([
    ["GEOJSON_NOT_JSON", "not JSON", "<kml/>"],
    ["GEOJSON_NOT_JSON", "empty", ""],
    ["GEOJSON_NOT_JSON", "cut off", text.slice(0, text.length / 2)],
    ["GEOJSON_NOT_JSON", "with NaN", text.replace(/\[-10\.2,/, "[NaN,")],
    ["GEOJSON_NOT_JSON", "with an infinity", text.replace(/\[-10\.2,/, "[Infinity,")],
    ["GEOJSON_NOT_A_COLLECTION", "no collection", JSON.stringify(good.features[0])],
    ["GEOJSON_CRS", "of another system", JSON.stringify({ ...good, crs })],
    ["TEXT_UTF8", "of another encoding", Buffer.from(text.replace("good", "caf\u00e9"), "latin1")],
  ])("as a whole is malformed: %s, %s", async (code, name, bytes) => {
    const before = await node.checkpoint();
    const file = join(dir, `${name}.geojson`);
    writeFileSync(file, bytes);
    const outcome = await node.run<Refusal>(["land", "import", file, "--json"]);
    expect(outcome).toMatchObject({ code: 2, json: { code } });
    expect(await node.checkpoint()).toEqual(before);
  });

  it("that is not there cannot be read", async () => {
    const outcome = await run([
      "land",
      "import",
      join(dir, "nothing"),
      "--data",
      node.data,
      "--json",
    ]);
    expect(outcome).toMatchObject({ code: 3, json: { code: "CLI_FILE" } });
  });

  const [a, b, c, d] = rectangle(0, 0, 1000, 1000) as [
    Position,
    Position,
    Position,
    Position,
    Position,
  ];
  const inMetres = [
    [652_000, 6_862_000],
    [652_010, 6_862_000],
    [652_010, 6_862_010],
    [652_000, 6_862_000],
  ];
  const finer = [a, [(b[0] ?? 0) + 1e-9, b[1] ?? 0], c, a];
  const spike = [a, b, c, b, a];

  it.each<[string, string, Feature[]]>([
    ["GEOJSON_RING_OPEN", "an open ring", [feature("bad", polygon([a, b, c, d]))]],
    ["LAND_RING_SELF_INTERSECTS", "a bow-tie", [feature("bad", polygon([a, c, b, d, a]))]],
    ["LAND_RING_REPEATED_VERTEX", "a spike", [feature("bad", polygon(spike))]],
    [
      "GEOJSON_DUPLICATE_ID",
      "an id twice",
      [feature("bad", polygon([a, b, c, a])), feature("bad", polygon([a, c, d, a]))],
    ],
    ["LAND_SHAPE_TOO_LARGE", "a million vertices", [feature("bad", polygon(circle(1_000_000)))]],
    ["GEOJSON_COORDINATE_RANGE", "metres", [feature("bad", polygon(inMetres))]],
    ["GEOJSON_COORDINATE_PRECISION", "finer than the grid", [feature("bad", polygon(finer))]],
    ["GEOJSON_ID", "an id that is no segment of a key", [feature("b/d", polygon([a, b, c, a]))]],
  ])("in a feature loses that alone: %s, %s", async (code, name, bad) => {
    const id = `good-${name.replaceAll(" ", "-")}`;
    const features = [...bad, feature(id, polygon(rectangle(1000 * ++places, 20_000, 1000, 1000)))];
    const file = writeGeoJson(join(dir, "feature.geojson"), features);
    const { code: status, json } = await importFile(node, file);
    expect(json).toMatchObject({ features: features.length, registered: 1 });
    expect(json.refused).toEqual(
      bad.map((each) => expect.objectContaining({ feature: each.id, id: null, code })),
    );
    expect(json.seconds).toBeLessThan(20);
    expect(status).toBe(1);
    expect((await node.get(`/api/v1/land/parcels/${id}`)).status).toBe(200);
    for (const kind of ["parcels", "titles"]) {
      expect((await node.get(`/api/v1/land/${kind}/bad`)).status).toBe(404);
    }
  });

  it("is refused by the ledger where another shape has its id, and changes nothing", async () => {
    const one = writeGeoJson(join(dir, "one.geojson"), good.features);
    expect((await importFile(node, one)).json).toMatchObject({ registered: 1, refused: [] });
    const before = await node.checkpoint();
    const other = [feature("good", polygon(rectangle(0, 90_000, 1000, 1000)))];
    const { code, json } = await importFile(node, writeGeoJson(join(dir, "two.geojson"), other));
    const refused = [expect.objectContaining({ feature: "good", code: "LAND_PARCEL_EXISTS" })];
    expect(json).toMatchObject({ features: 1, registered: 0, refused });
    expect(code).toBe(1);
    expect(await node.checkpoint()).toEqual(before);
  });
});

/** A fine ring of distinct vertices around a circle's place. */
function circle(vertices: number): Position[] {
  const ring = Array.from({ length: vertices }, (_, i): Position => {
    const angle = (2 * Math.PI * i) / vertices;
    const [x, y] = [Math.round(1e7 * Math.cos(angle)), Math.round(1e7 * Math.sin(angle))];
    return [x / 1e7, y / 1e7];
  });
  return [...ring, ...ring.slice(0, 1)];
}
