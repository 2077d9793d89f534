import { writeFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { Served } from "../../../test/served.js";
import { followPlaces } from "../places.js";

const places = {
  version: 1,
  streets: [{ id: "s1", name: "Mill Lane", locality: "Northgate", line: [] }],
  addresses: [{ parcel: "p0002", street: "s1", number: "12" }],
};

let served: Served;
beforeAll(async () => {
  served = await Served.start();
  const { node } = served;
  for (let n = 1; n <= 3; n++) await node.submit(served.registration(n));
  await node.readModel.caughtUp();
  writeFileSync(node.opened.data.places, JSON.stringify(places));
  const { data } = node.opened;
  const { taken, stop } = followPlaces(data.places, node.readModel, (error) =>
    expect(error).toBeNull(),
  );
  stop();
  await taken;
});

const asked = async (q: string): Promise<string> => {
  const answer = await served.get(`/search?q=${encodeURIComponent(q)}`, { accept: "text/html" });
  expect(answer.status).toBe(200);
  return answer.text();
};

describe("/search", () => {
  it.each([
    ["an address", "12 mill lane", '<a href="/land/parcels/p0002">', "the address fits"],
    ["a street", "Mill", '<a href="/land?street=s1">', "the name fits"],
    ["a title", "p0003", '<a href="/land/titles/p0003">', "this is its number"],
    ["the beginning of a number", "P000", '<a href="/land/parcels/p0001">', "begins so"],
    ["a national reference", "REF2", '<a href="/land/parcels/p0002">', "reference begins so"],
    ["a seal", "#1", '<a href="/explorer/blocks/1">', "this is its number"],
    ["a daybook entry", "main.1", '<a href="/explorer/facts/land/daybook/main.1">', "number"],
    ["a key", "land/right/p0001.1", '<a href="/explorer/facts/land/right/p0001.1">', "its key"],
  ])("finds %s, says what it is and why it was found", async (_, q, link, why) => {
    const text = await asked(q);
    expect(text).toContain(link);
    expect(text).toContain(why);
  });

  it("links every row to the fact that proves it, and a street to none", async () => {
    const { index } = served.node.newest("land/title/p0003");
    expect(await asked("p0003")).toContain(`/explorer/facts/land/title/p0003?version=${index}`);
    expect(await asked("Mill")).toContain("the address register, not the ledger");
  });

  it("helps where nothing is found, and says that people are not searched for", async () => {
    const text = await asked("Ana Dias");
    expect(text).toContain("Nothing was found for “Ana Dias”");
    expect(text).toContain("What can be found");
    expect(text).toContain("People cannot be searched for.");
  });

  it("is a page of its own before anything is asked", async () => {
    expect(await asked("")).toContain("Find a record");
  });

  it("shows what was typed as text", async () => {
    expect(await asked('"><script>')).not.toContain("<script>");
    expect((await served.get(`/search?q=${"x".repeat(201)}`)).status).toBe(400);
  });

  it("says how far its lists are behind the ledger", async () => {
    expect(await asked("p0001")).toContain("made from the same state");
  });
});
