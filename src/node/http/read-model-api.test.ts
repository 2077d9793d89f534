import { writeFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { Served } from "../../../test/served.js";
import { followPlaces } from "../places.js";

const DAY_MS = 86_400_000;
const places = {
  version: 1,
  streets: [{ id: "s1", name: "Mill Lane", locality: "Northgate", line: [] }],
  addresses: [{ parcel: "p0002", street: "s1", number: "12" }],
};

let served: Served;
let first = 0;
beforeAll(async () => {
  served = await Served.start();
  const { node } = served;
  await node.submit(served.registration(1, { inLaw: Date.now() - 9 * DAY_MS }));
  first = node.opened.published.publication?.time ?? 0;
  await node.submit(served.registration(2));
  await node.readModel.caughtUp();
});

const refused = (code: string) => expect.objectContaining({ code });

describe("GET /land/titles/{id}", () => {
  it("answers as of two times, each record with the fact that was so then", async () => {
    const { client } = served;
    const { body: now } = await client.landTitle({ id: "p0001" });
    const { body } = await client.landTitle({ id: "p0001", law: first, register: first });
    expect(body).toMatchObject({ ...now, asOf: { law: first, register: first } });
    expect(now).not.toHaveProperty("asOf");
    const { body: earlier } = await client.landTitle({ id: "p0001", law: first - 10 * DAY_MS });
    expect([earlier.parcels.length, earlier.rights]).toEqual([1, []]);
    await expect(client.landTitle({ id: "p0001", register: 1 })).rejects.toEqual(
      refused("API_RECORD_UNKNOWN"),
    );
    expect((await served.get("/api/v1/land/titles/p0001?law=yesterday")).status).toBe(400);
  });

  it("has a history", async () => {
    const { body } = await served.client.landTitleHistory({ id: "p0001" });
    expect(body.size).toBe(served.node.opened.published.size);
    expect(body.entries).toMatchObject([
      { id: "main.1", kind: "firstRegistration", rights: [{ id: "p0001.1", registered: first }] },
    ]);
    await expect(served.client.landTitleHistory({ id: "none" })).rejects.toEqual(
      refused("API_RECORD_UNKNOWN"),
    );
  });
});

describe("GET /land/parcels?box=", () => {
  it("answers those that touch it, with what is reckoned from their shapes", async () => {
    const box: [number, number, number, number] = [0.000_021, 0, 0.000_05, 0.001];
    const { body } = await served.client.landParcels({ box });
    expect(body.items.map(({ id }) => id)).toEqual(["p0002"]);
    expect(body.items[0]?.computed).toMatchObject({ areaM2: expect.any(Number) });
    const both = "/api/v1/land/parcels?reference=REF1&box=0,0,1,1";
    expect((await served.get(both)).status).toBe(400);
    expect((await served.get("/api/v1/land/parcels?box=0,0,1")).status).toBe(400);
  });
});

describe("GET /search", () => {
  it("finds by number and by an address register that was taken meanwhile", async () => {
    const { client, node } = served;
    const found = async (q: string) => (await client.search({ q })).body.items.map(({ id }) => id);
    expect(await found("REF2")).toEqual(["p0002"]);
    expect(await found("12 mill lane")).toEqual([]);
    const { places: file } = node.opened.data;
    const troubles: unknown[] = [];
    const take = () => {
      const { taken, stop } = followPlaces(file, node.readModel, (error) => troubles.push(error));
      stop();
      return taken;
    };
    writeFileSync(file, JSON.stringify(places));
    await take();
    expect(await found("12 mill lane")).toEqual(["p0002"]);
    writeFileSync(file, "{");
    await take();
    expect(troubles).toEqual([refused("PLACES_FORM")]);
    expect(await found("12 mill lane")).toEqual(["p0002"]);
    expect((await served.get("/api/v1/search")).status).toBe(400);
  });

  it("is behind by what the metrics say", async () => {
    const text = await (await served.get("/metrics")).text();
    expect(text).toContain("counterfoil_readmodel_lag_facts 0");
    expect(text).toContain("counterfoil_readmodel_lag_seconds 0");
  });
});
