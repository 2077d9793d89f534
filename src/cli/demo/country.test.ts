import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pino } from "pino";
import { expect, it } from "vitest";
import { readFiles, tempDir } from "../../../test/temp-log.js";
import { DataDirectory } from "../../node/data-directory.js";
import { found } from "../../node/found.js";
import { firstLand } from "../first-land.js";
import { drawnSecrets, foundingAgencies, REGISTRY } from "./agencies.js";
import { foundCountry } from "./country.js";
import { drawPeople, PEOPLE } from "./people.js";
import { drawTown } from "./town/town.js";
import { liveTheYear } from "./year/year.js";

const town = drawTown();
const people = drawPeople(town);
const quiet = pino({ level: "silent" });

function newCountry(): DataDirectory {
  const data = new DataDirectory(tempDir());
  foundCountry(data, town);
  return data;
}

it("makes the same log from its first byte, every time", async () => {
  const [one, other] = [newCountry(), newCountry()];
  expect(one.readConfig().id).toBe(other.readConfig().id);
  for (const data of [one, other]) await liveTheYear(data, town, people, quiet, undefined, 6);
  expect(readFiles(one.log)).toEqual(readFiles(other.log));
});

it("comes to the same root where its year was interrupted, and to the same again", async () => {
  const root = async (data: DataDirectory, days?: number) => {
    const { pen } = await liveTheYear(data, town, people, quiet, undefined, days);
    return pen.node.opened.published.publication?.root;
  };
  const [whole, torn] = [newCountry(), newCountry()];
  const end = await root(whole);
  await root(torn, 61);
  expect(await root(torn)).toEqual(end);
  expect(await root(torn)).toEqual(end);
});

it("founds no other network with what is drawn, whatever it is given", () => {
  const other = (drawn: object) => {
    const data = new DataDirectory(tempDir());
    const land = firstLand(REGISTRY, ["main"]);
    const agencies = foundingAgencies();
    const founding = { network: "arvenia", demo: false, time: 0, agencies, land } as const;
    found(data, { ...founding, ...drawn });
    return data;
  };
  const [one, two] = [other({ drawn: drawnSecrets }), other({ drawn: drawnSecrets })];
  expect(one.readConfig().id).not.toBe(two.readConfig().id);
  const keyIds = (data: DataDirectory) => data.readKeys().map(({ signer }) => signer.thumbprint);
  const drawn = keyIds(newCountry());
  for (const keyId of [...keyIds(one), ...keyIds(two)]) expect(drawn).not.toContainEqual(keyId);
});

it("draws people with names, numbers and homes of their own", () => {
  expect(people).toHaveLength(PEOPLE);
  for (const member of ["name", "number", "secret"] as const) {
    expect(new Set(people.map((person) => String(person[member]))).size).toBe(PEOPLE);
  }
  expect(people[0]).toMatchObject({ name: "Ana Dias" });
});

it("writes the address register: every parcel has an address on a street", () => {
  const data = newCountry();
  const places = JSON.parse(readFileSync(join(data.root, "places.json"), "utf8"));
  expect(places.version).toBe(1);
  expect(places.addresses).toHaveLength(town.lots.length);
  const [longitude, latitude] = places.streets[0].line[0];
  expect(longitude).toBeCloseTo(-10.2, 1);
  expect(latitude).toBeCloseTo(3.1, 1);
});
