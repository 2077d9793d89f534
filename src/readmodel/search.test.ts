import { beforeAll, describe, expect, it } from "vitest";
import { LandNetwork, realParcels, rectangle, registration } from "../../test/land.js";
import { BlockLog, readModelOf } from "../../test/read-model.js";
import { utf8Encode } from "../base/text.js";
import { parsePlaces } from "./places.js";
import { findTransaction } from "./queries/find-transaction.js";
import { newestBlocks } from "./queries/newest-blocks.js";
import { newestTransactions } from "./queries/newest-transactions.js";
import { parcelsIn, parcelsOf } from "./queries/parcels.js";
import { addressesOf, allStreets } from "./queries/places.js";
import { search } from "./queries/search.js";
import { factsOf } from "./queries/versions-of.js";
import type { ReadModel } from "./read-model.js";

const network = new LandNetwork();
const log = new BlockLog([network.genesis]);
const { modules } = network.ledger;
let model: ReadModel;

const register = (id: string, x: number, reference: string, district = "n1") => {
  const body = registration(id, rectangle(x, 0, x + 10_000, 10_000), {
    nationalCadastralReference: reference,
    district,
  });
  const block = network.seal([network.sign("land.register", body)]);
  if (block !== null) log.push(block);
};
register("NG-0001", 0, "91216000AB0012");
register("NG-0002", 20_000, "91216000AB0013");
register("NG-0012", 40_000, "91216000AC0001", "n2");

const places = {
  version: 1,
  streets: [
    {
      id: "s1",
      name: "Mill Lane",
      locality: "Northgate",
      line: [
        [0, 0],
        [0.001, 0],
      ],
    },
    { id: "s2", name: "Rue du 8 Mai 1945", locality: "Épinay", line: [] },
    { id: "s3", name: "Große Straße", locality: "Northgate", line: [] },
  ],
  addresses: [
    { parcel: "NG-0001", street: "s1", number: "12" },
    { parcel: "NG-0002", street: "s1", number: "12 bis" },
    { parcel: "NG-0012", street: "s2", number: "8" },
  ],
};
const bytesOf = (value: unknown) => utf8Encode(JSON.stringify(value));

beforeAll(async () => {
  model = await readModelOf(log, modules);
  await model.takePlaces(bytesOf(places));
});

const found = async (text: string) =>
  (await search(model.db, text, 10)).map((hit) => `${hit.kind} ${hit.id}`);

describe("search", () => {
  it.each([
    ["12 Mill Lane", ["address NG-0001"]],
    ["Mill Lane 12", ["address NG-0001"]],
    ["mill lane, 12 northgate", ["address NG-0001"]],
    ["MILL LANE 12bis", ["address NG-0002"]],
    ["12 bis mill lane", ["address NG-0002"]],
    ["mil", ["street s1"]],
    ["8 rue du 8 mai", ["street s2", "address NG-0012"]],
    ["rue du 8 mai 1945", ["street s2", "address NG-0012"]],
    ["epinay", ["street s2"]],
    ["Épinay", ["street s2"]],
    ["grosse strasse", ["street s3"]],
    ["northgate", ["street s3", "street s1"]],
    ["NG-0001", ["parcel NG-0001", "title NG-0001"]],
    ["ng-001", ["parcel NG-0012", "title NG-0012"]],
    ["91216000ab", ["parcel NG-0001", "parcel NG-0002"]],
    ["91216000AC0001", ["parcel NG-0012"]],
    ["ng-0001.1", ["right NG-0001.1"]],
    ["NORD.2", ["entry nord.2"]],
    ["#2", ["block 2"]],
    ["%", []],
    ["' or 1=1 --", []],
    ["cadastre", []],
    ["", []],
    ["99 mill lane", []],
  ])("finds by place and number: %s", async (text, expected) => {
    expect(await found(text)).toEqual(expected);
  });

  it("shows some of each kind, where a short text fits many", async () => {
    const hits = await search(model.db, "ng", 4);
    expect(hits.map(({ kind, id }) => `${kind} ${id}`)).toEqual([
      "parcel NG-0001",
      "title NG-0001",
      "parcel NG-0002",
      "title NG-0002",
    ]);
  });

  it("finds a transaction by the beginning of its id, and never a person by a handle", async () => {
    const { items } = await newestTransactions(model.db, { limit: 1 });
    const id = items[0]?.id ?? "";
    expect(await found(id.slice(0, 8))).toEqual([`transaction ${id}`]);
    expect(await found(id.slice(0, 3))).toEqual([]);
    expect(await found("ada")).toEqual([]);
  });

  it("names the fact that proves what it found", async () => {
    const [hit] = await search(model.db, "12 mill lane", 1);
    expect(hit).toMatchObject({
      key: "land/parcel/NG-0001",
      title: "NG-0001",
      street: "Mill Lane",
    });
    expect(hit?.index).toBeTypeOf("number");
  });
});

describe("lists", () => {
  it("give pages, newest first", async () => {
    const first = await newestTransactions(model.db, { limit: 2, type: "land.register" });
    const rest = await newestTransactions(model.db, { limit: 2, before: first.next ?? 0 });
    expect([first.items.length, rest.items.length, rest.next]).toEqual([2, 1, null]);
    expect(first.items[0]).toMatchObject({ code: "ok", height: 3, type: "land.register" });
    const blocks = await newestBlocks(model.db, { limit: 2 });
    expect(blocks.items.map(({ height }) => height)).toEqual([3, 2]);
    expect((await newestBlocks(model.db, { limit: 9, before: 2 })).next).toBeNull();
  });

  it("give the facts of a type of records, newest first", async () => {
    const first = await factsOf(model.db, { prefix: "land/title" }, { limit: 2 });
    const rest = await factsOf(
      model.db,
      { prefix: "land/title" },
      { limit: 9, before: first.next ?? 0 },
    );
    const keys = [...first.items, ...rest.items].map(({ key }) => key);
    expect(keys).toEqual(["NG-0012", "NG-0002", "NG-0001"].map((id) => `land/title/${id}`));
    expect(await factsOf(model.db, { prefix: "land/tit" }, { limit: 9 })).toEqual({
      items: [],
      next: null,
    });
  });

  it("give a transaction with the facts that it wrote", async () => {
    const [newest] = (await newestTransactions(model.db, { limit: 1 })).items;
    const detail = await findTransaction(model.db, newest?.id ?? "");
    expect(detail?.written).toHaveLength(newest?.writes ?? 0);
    expect(detail?.written.map(({ key }) => key)).toContain("land/right/NG-0012.1");
    expect(await findTransaction(model.db, "00")).toBeNull();
  });

  it("give parcels in a box and of a district or office", async () => {
    const ids = ({ items }: { items: readonly { id: string }[] }) => items.map(({ id }) => id);
    const box = [0.001, 0, 0.0025, 0.0001] as const;
    const all = { limit: 10 };
    expect(ids(await parcelsIn(model.db, { level: "surface", box }, all))).toEqual([
      "NG-0001",
      "NG-0002",
    ]);
    expect(ids(await parcelsIn(model.db, { level: "attic", box }, all))).toEqual([]);
    expect(ids(await parcelsOf(model.db, { district: "n2" }, all))).toEqual(["NG-0012"]);
    const first = await parcelsOf(model.db, { office: "nord" }, { limit: 2 });
    expect([ids(first), first.next]).toEqual([["NG-0001", "NG-0002"], "NG-0002"]);
    expect(
      ids(await parcelsOf(model.db, { office: "nord" }, { limit: 2, after: "NG-0002" })),
    ).toEqual(["NG-0012"]);
  });
});

describe("places", () => {
  it("are shown with their streets, and replaced as a whole", async () => {
    expect(await allStreets(model.db)).toHaveLength(3);
    expect(await addressesOf(model.db, "NG-0002")).toEqual([
      { parcel: "NG-0002", street: "Mill Lane", number: "12 bis", locality: "Northgate" },
    ]);
    const other = await readModelOf(log, modules);
    await other.takePlaces(bytesOf(places));
    await other.takePlaces(null);
    expect(await allStreets(other.db)).toEqual([]);
  });

  it.each([
    ["not JSON", utf8Encode("{")],
    ["another version", bytesOf({ ...places, version: 2 })],
    ["a member more", bytesOf({ ...places, owners: [] })],
    ["a street twice", bytesOf({ ...places, streets: [...places.streets, places.streets[0]] })],
    ["no such street", bytesOf({ ...places, streets: [] })],
    ["off the Earth", bytesOf({ ...places, streets: [{ ...places.streets[0], line: [[0, 91]] }] })],
  ])("are refused when the file has %s", (_, bytes) => {
    expect(() => parsePlaces(bytes)).toThrow(expect.objectContaining({ code: "PLACES_FORM" }));
  });
});

const real = realParcels();
describe.skipIf(real === null)("areas of a real commune", () => {
  it("are what its cadastre says, but for a few in a hundred", async () => {
    const town = new LandNetwork();
    const parcels = (real ?? []).slice(0, 300);
    const signed = parcels.map(({ id, areaM2, shape }) =>
      town.sign("land.register", registration(id, shape, { legalAreaM2: areaM2, legacy: true })),
    );
    const block = town.seal(signed);
    const published = new BlockLog([town.genesis, ...(block === null ? [] : [block])]);
    const { db } = await readModelOf(published, town.ledger.modules);
    const { items } = await parcelsOf(db, { district: "n1" }, { limit: 500 });
    const off = items.map(({ areaM2, legalAreaM2 }) => Math.abs(areaM2 / (legalAreaM2 ?? 1) - 1));
    expect(items.length).toBeGreaterThan(250);
    expect(off.sort((a, b) => a - b)[Math.floor(off.length / 2)]).toBeLessThan(0.02);
  });
});
