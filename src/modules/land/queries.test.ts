import { describe, expect, it } from "vitest";
import { LandNetwork, rectangle, registration } from "../../../test/land.js";
import { boundingBox } from "./geometry/bounding-box.js";
import {
  entriesOf,
  findLevel,
  findOffice,
  findParcel,
  findParcelByReference,
  findRight,
  findTitle,
  flaggedParcels,
  parcelsIn,
  parcelsUnder,
} from "./queries.js";

const network = new LandNetwork();
const { reader } = network;
const p = registration("p", rectangle(0, 0, 10, 10), { nationalCadastralReference: "91216-P" });
const q = registration("q", rectangle(10, 0, 20, 10), { title: "t", office: "nord" });
const pFacts = network.run("land.register", p).facts;
network.run("land.register", q);
network.run("land.register", registration("r", rectangle(19, 0, 40_000, 10), { legacy: true }));

const ids = (found: readonly { readonly id: string }[]) => found.map(({ id }) => id);

describe("queries", () => {
  it("give the key and index of the fact that proves the answer", () => {
    const fact = pFacts.find(({ key }) => key === "land/parcel/p");
    expect(findParcel(reader, "p")).toMatchObject({ key: "land/parcel/p", index: fact?.index });
    expect(findParcelByReference(reader, "91216-P")).toEqual(findParcel(reader, "p"));
    expect(findLevel(reader, "surface")?.key).toBe("land/level/surface");
    expect(findOffice(reader, "nord")?.key).toBe("land/office/nord");
    expect(findRight(reader, "t.1")?.key).toBe("land/right/t.1");
  });

  it("give a title with all that it lists", () => {
    const found = findTitle(reader, "t");
    expect(found?.title.key).toBe("land/title/t");
    expect(found?.parcels.map(({ key }) => key)).toEqual(["land/parcel/q"]);
    expect(found?.rights.map(({ key }) => key)).toEqual(["land/right/t.1"]);
  });

  it("give null where nothing stands", () => {
    expect(findParcel(reader, "x")).toBeNull();
    expect(findParcelByReference(reader, "p")).toBeNull();
    expect(findTitle(reader, "q")).toBeNull();
    expect(findOffice(reader, "west")).toBeNull();
  });

  it.each([
    [rectangle(0, 0, 10, 10), ["p", "q"], ["p"]],
    [rectangle(15, 5, 16, 6), ["q"], ["q"]],
    [rectangle(30_000, 0, 30_001, 1), ["r"], ["r"]],
    [rectangle(0, 11, 50_000, 12), [], []],
    [rectangle(-5, -5, 50_000, 50_000), ["p", "q", "r"], ["p", "q", "r"]],
  ])("find parcels by place (%#)", (window, touching, under) => {
    const box = boundingBox(window);
    expect(ids(parcelsIn(reader, "surface", box))).toEqual(touching);
    expect(ids(parcelsUnder(reader, "surface", window))).toEqual(under);
    expect(parcelsIn(reader, "attic", box)).toEqual([]);
  });

  it("find what is flagged", () => {
    expect(ids(flaggedParcels(reader, "surface"))).toEqual(["q", "r"]);
    expect(flaggedParcels(reader, "attic")).toEqual([]);
  });

  it.each([
    [1, 3, ["nord.1", "nord.2", "nord.3"]],
    [2, 2, ["nord.2"]],
    [3, 100, ["nord.3"]],
    [4, 9, []],
    [3, 1, []],
  ])("give entries %i to %i of a daybook", (from, to, expected) => {
    expect(ids(entriesOf(reader, "nord", from, to))).toEqual(expected);
  });

  it("give no entries of an office that there is not", () => {
    expect(entriesOf(reader, "west", 1, 9)).toEqual([]);
  });
});
