import { createHash } from "node:crypto";
import { pino } from "pino";
import { beforeAll, describe, expect, it } from "vitest";
import { fromHex } from "../../src/base/text.js";
import { foundCountry } from "../../src/cli/demo/country.js";
import { drawPeople, type Person } from "../../src/cli/demo/people.js";
import { drawTown } from "../../src/cli/demo/town/town.js";
import type { Story } from "../../src/cli/demo/year/story.js";
import { liveTheYear } from "../../src/cli/demo/year/year.js";
import { decodeEnvelope } from "../../src/ledger/envelope.js";
import { decodeFact, isTombstone } from "../../src/ledger/fact.js";
import { readTransaction } from "../../src/ledger/records.js";
import { cosignerKey, logKey } from "../../src/modules/governance/schema.js";
import { key as keyRecord } from "../../src/modules/identity/schema.js";
import { DataDirectory } from "../../src/node/data-directory.js";
import { found, type Needle, needlesOf } from "../needles.js";
import { readFiles, tempDir } from "../temp-log.js";
import { type Handle, type Said, ties } from "../ties.js";

const town = drawTown();
const people = drawPeople(town);

let log: Buffer;
let facts: Said[];
let handles: Map<string, Handle>;
let common: Uint8Array[];
let needles: Needle[];

beforeAll(async () => {
  const data = new DataDirectory(tempDir());
  foundCountry(data, town);
  await liveTheYear(data, town, people, pino({ level: "silent" }), async (story) => read(story));
  log = Buffer.concat([...readFiles(data.log).values()]);
  needles = people.flatMap(needlesOf);
});

/** Every fact of the log with what is in it laid open, and whose handles and keys stand in it. */
function read({ cast, pen }: Story): void {
  const { opened } = pen.node;
  facts = [...opened.log.leaves()].flatMap(({ index, leaf }) => {
    const fact = decodeFact(index, leaf);
    return isTombstone(fact) ? [] : { key: fact.key, value: laidOpen(fact.value ?? null) };
  });
  handles = new Map(cast.taken.map(({ handle, person }) => [handle, { person, keys: [] }]));
  common = [opened.id];
  for (const { key, value } of facts) collectKeys(key, value);
}

function laidOpen(value: Said["value"]): Said["value"] {
  const transaction = readTransaction(value);
  if (transaction === null) return value;
  const { payload, signatures } = decodeEnvelope(transaction.envelope);
  return [
    { ...payload, signers: [...payload.signers] },
    // A header is the encoding of the key that is in it.
    signatures.map(({ key, signature }) => [key.x, signature]),
    transaction.detail,
  ];
}

function collectKeys(factKey: string, value: Said["value"]): void {
  const [module, record, id = ""] = factKey.split("/");
  const prefix = `${module}/${record}`;
  if (prefix === logKey.prefix || prefix === cosignerKey.prefix) {
    common.push(fromHex(id), logKey.parse(value).key);
  }
  if (prefix !== keyRecord.prefix) return;
  const { handle, coseKey } = keyRecord.parse(value);
  const person = handles.get(handle);
  const keys = [fromHex(id), coseKey];
  if (person !== undefined) handles.set(handle, { ...person, keys: [...person.keys, ...keys] });
  else common.push(...keys, fromHex(handle));
}

describe("the log after a year of life", () => {
  it("is of many people, sales and handles", () => {
    expect(people.length).toBeGreaterThanOrEqual(150);
    expect(handles.size).toBeGreaterThan(500);
    expect(facts.filter(({ key }) => key.startsWith("tx/")).length).toBeGreaterThan(1000);
    expect([...handles.values()].every(({ keys }) => keys.length >= 2)).toBe(true);
  });

  it("has no name, number, birth date or address, nor a plain hash of one", () => {
    expect(needles.length).toBeGreaterThan(people.length * 50);
    expect(found(log, needles)).toEqual([]);
  });

  it("ties no two handles together", () => {
    expect(ties(facts, handles, common)).toEqual([]);
  });
});

describe("what these searches would find", () => {
  const first = (): Person => people[1] as Person;
  const withPlanted = (bytes: Buffer): Buffer =>
    Buffer.concat([log.subarray(0, 12_345), bytes, log.subarray(12_345)]);

  it.each([
    ["a name", () => Buffer.from(first().name)],
    ["a name in capitals without accents", () => Buffer.from("TOME REIS")],
    ["a number", () => Buffer.from(first().number)],
    ["a birth date without signs", () => Buffer.from(first().birthDate.replaceAll("-", ""))],
    ["an address in small letters", () => Buffer.from(first().address.toLowerCase())],
    ["a hash of a number", () => createHash("sha256").update(first().number).digest()],
    [
      "a hash of a name in hex",
      () => Buffer.from(createHash("sha256").update(first().name).digest("hex")),
    ],
  ])("%s", (_, planted) => {
    expect(found(withPlanted(planted()), needles)).not.toEqual([]);
  });

  // Among the last thousand facts: what is planted is found by itself.
  const planting = (...values: Said["value"][]): Said[] => [
    ...facts.slice(-1000),
    ...values.map((value, i) => ({ key: `land/right/PLANTED.${i}`, value })),
  ];
  const planted = (value: Said["value"]) => ties(planting(value), handles, common);
  const commitment = Buffer.alloc(32, 5);
  const [ana, tome] = [people[0] as Person, people[1] as Person];
  const handleOf = (person: Person, at: number): string =>
    [...handles].filter(([, { person: whose }]) => whose === person)[at]?.[0] ?? "";

  it("a commitment under two persons' handles, and a piece of one", () => {
    const one = { holders: [handleOf(ana, 0)], commitment };
    const whole = { holders: [handleOf(tome, 0)], commitment };
    const piece = { holders: [handleOf(tome, 0)], other: commitment.subarray(3, 19) };
    const hex = { holders: [handleOf(tome, 0)], other: commitment.toString("hex") };
    expect(ties(planting(one), handles, common)).toEqual([]);
    for (const other of [whole, piece, hex]) {
      expect(ties(planting(one, other), handles, common)).not.toEqual([]);
    }
  });

  it("a commitment under two handles of one person", () => {
    const one = { holders: [handleOf(ana, 0)], commitment };
    const other = { holders: [handleOf(ana, 1)], commitment };
    expect(ties(planting(one, other), handles, common)).not.toEqual([]);
  });

  it("two handles of one person in one fact, also where one is there by its key alone", () => {
    const [one, two] = [handleOf(ana, 0), handleOf(ana, 1)];
    expect(planted({ holders: [one, two] })).not.toEqual([]);
    const key = handles.get(two)?.keys[0] ?? commitment;
    expect(planted({ holders: [one], key })).not.toEqual([]);
  });

  it("a key of two handles", () => {
    const [one, two] = [handleOf(ana, 0), handleOf(tome, 0)];
    const own = handles.get(one);
    const sharing = new Map(handles);
    sharing.set(two, { person: tome, keys: own?.keys ?? [] });
    expect(ties([], sharing, common)).not.toEqual([]);
  });
});
