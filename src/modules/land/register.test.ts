import { describe, expect, it } from "vitest";
import {
  degrees,
  handle,
  LandNetwork,
  person,
  rectangle,
  registration,
  staff,
  start,
} from "../../../test/land.js";
import type { Owner } from "./bodies.js";
import {
  findLevel,
  findOffice,
  findParcel,
  findTitle,
  holdingsOf,
  levels,
  offices,
} from "./queries.js";
import { sentences } from "./sentences.js";

const here = rectangle(0, 0, 100, 100);
const time = start + 1000;

describe("land.register", () => {
  it("writes entry, parcel, title and right in one step", () => {
    const network = new LandNetwork();
    const body = registration("p", here, { inLaw: -500_000_000_000 });
    const { facts } = network.run("land.register", body);
    expect(facts.map(({ key }) => key)).toEqual([
      "land/office/nord",
      "land/daybook/nord.1",
      "land/level/surface",
      "land/parcel/p",
      "land/title/p",
      "land/right/p.1",
    ]);
    expect(facts.map(({ value }) => value)).toEqual([
      { organisation: "cadastre", districts: ["n1", "n2"], opened: start, entries: 1 },
      {
        office: "nord",
        number: 1,
        kind: "firstRegistration",
        district: "n1",
        titles: ["p"],
        rights: [],
        terms: null,
        price: null,
        lodged: time,
        decision: "registered",
        decided: time,
        registrar: "ada",
        organisation: "cadastre",
        grounds: null,
      },
      { kind: "surface", grid: degrees, founded: start, cellLevels: [13] },
      {
        level: "surface",
        district: "n1",
        title: "p",
        nationalCadastralReference: "p",
        shape: body.shape,
        legalAreaM2: 500,
        estimatedAccuracyMm: null,
        flags: [],
        entry: "nord.1",
        beginLifespanVersion: time,
      },
      {
        office: "nord",
        status: "active",
        parcels: ["p"],
        rights: ["p.1"],
        rightsMade: 1,
        lodged: [],
        entry: "nord.1",
        inLaw: -500_000_000_000,
        registered: time,
      },
      {
        kind: "ownership",
        on: { title: "p", share: null },
        status: "active",
        holders: [{ kind: "notDetermined", id: null }],
        sources: body.sources,
        flags: [],
        entry: "nord.1",
        inLaw: -500_000_000_000,
        lodged: time,
        registered: time,
      },
    ]);
    expect(network.broken()).toEqual([]);
  });

  it("leaves the level alone where a parcel's cells are in use already", () => {
    const network = new LandNetwork();
    network.run("land.register", registration("p", here));
    const { facts } = network.run("land.register", registration("q", rectangle(100, 0, 101, 1)));
    expect(facts.map(({ key }) => key)).not.toContain("land/level/surface");
    network.run("land.register", registration("r", rectangle(0, 100, 9000, 101)));
    expect(findLevel(network.reader, "surface")?.value.cellLevels).toEqual([13, 14]);
  });

  it("finds an overlap with a parcel of any size, and none in another level", () => {
    const network = new LandNetwork();
    network.run("land.foundLevel", {
      level: "below",
      district: "n1",
      kind: "below",
      grid: degrees,
    });
    const wide = rectangle(-50_000, -50_000, 50_000, 50_000);
    expect(network.run("land.register", registration("wide", wide)).code).toBe("ok");
    expect(network.run("land.register", registration("p", here)).code).toBe("LAND_OVERLAP");
    const below = registration("p", here, { level: "below" });
    expect(network.run("land.register", below).code).toBe("ok");
    const belowWide = registration("q", wide, { level: "below" });
    expect(network.run("land.register", belowWide).code).toBe("LAND_OVERLAP");
    expect(network.broken()).toEqual([]);
  });

  it("takes a legacy overlap with a flag on both sides, and flags neither twice", () => {
    const network = new LandNetwork();
    network.run("land.register", registration("p", here));
    const over = (x: number) => rectangle(x, 0, x + 100, 100);
    const { facts } = network.run("land.register", registration("q", over(99), { legacy: true }));
    expect(facts.map(({ key }) => key)).toContain("land/parcel/p");
    expect(findParcel(network.reader, "p")?.value).toMatchObject({
      flags: ["overlap"],
      entry: "nord.1",
      beginLifespanVersion: start + 2000,
    });
    expect(findParcel(network.reader, "q")?.value.flags).toEqual(["overlap"]);
    const again = network.run("land.register", registration("r", over(50), { legacy: true }));
    expect(again.code).toBe("ok");
    expect(again.facts.map(({ key }) => key)).not.toContain("land/parcel/p");
    expect(network.run("land.register", registration("s", over(50))).code).toBe("LAND_OVERLAP");
    expect(network.broken()).toEqual([]);
  });

  const holder = (share: Owner["share"]): Owner => ({ kind: "notKnown", id: null, share });
  it.each<[string, Owner[], boolean, (Owner["share"] | "jointly")[], string[]]>([
    ["one holder", [holder(null)], false, [null], []],
    ["one holder of 3/3", [holder([3, 3])], false, [null], []],
    ["joint holders", [holder(null), holder(null)], false, ["jointly"], []],
    [
      "250 and 750 of 1000",
      [holder([250, 1000]), holder([750, 1000])],
      false,
      [
        [250, 1000],
        [750, 1000],
      ],
      [],
    ],
    [
      "1/3 and 4/6",
      [holder([1, 3]), holder([4, 6])],
      true,
      [
        [1, 3],
        [4, 6],
      ],
      [],
    ],
    [
      "a legacy sum below 1",
      [holder([3333, 10_000]), holder([2, 3])],
      true,
      [
        [3333, 10_000],
        [2, 3],
      ],
      ["shares"],
    ],
  ])("takes %s", (_, holders, legacy, shares, flags) => {
    const network = new LandNetwork();
    const body = registration("p", here, { holders, legacy });
    expect(network.run("land.register", body).code).toBe("ok");
    const rights = findTitle(network.reader, "p")?.rights.map(({ value }) => value);
    expect(rights).toMatchObject(
      shares.map((share) => ({
        on: { share: share === "jointly" ? null : share },
        holders: Array.from({ length: share === "jointly" ? 2 : 1 }, () => ({ kind: "notKnown" })),
        flags,
      })),
    );
    expect(network.broken()).toEqual([]);
  });

  it("takes a person who has signed, or whom an earlier register names", () => {
    const network = new LandNetwork();
    const of = (n: number) => ({
      holders: [{ kind: "person", id: handle(n), share: null }] as Owner[],
    });
    const signers = [staff.north, person(1)];
    expect(network.run("land.register", registration("p", here, of(1)), signers).code).toBe("ok");
    const legacy = registration("q", rectangle(100, 0, 200, 100), { ...of(2), legacy: true });
    expect(network.run("land.register", legacy).code).toBe("ok");
    expect(holdingsOf(network.reader, handle(2)).map(({ id }) => id)).toEqual(["q.1"]);
    const again = registration("r", rectangle(200, 0, 300, 100), of(1));
    expect(network.run("land.register", again, signers).code).toBe("LAND_HANDLE_USED");
    expect(network.broken()).toEqual([]);
  });
});

describe("founding", () => {
  it("a registrar founds a level and opens an office of their organisation", () => {
    const network = new LandNetwork();
    const grid = { crs: "EPSG:25832", unit: "metre", stepsPerUnit: 1000 } as const;
    const level = { level: "mines", district: "n2", kind: "below", grid } as const;
    expect(network.run("land.foundLevel", level).code).toBe("ok");
    const office = { office: "hafen", districts: ["s2", "n9"] };
    expect(network.run("land.openOffice", office, staff.south).code).toBe("ok");
    expect(levels(network.reader).map(({ id }) => id)).toEqual(["mines", "surface"]);
    expect(offices(network.reader).map(({ id }) => id)).toEqual(["hafen", "nord", "sud"]);
    expect(findOffice(network.reader, "hafen")?.value).toEqual({
      organisation: "cadastre",
      districts: ["s2", "n9"],
      opened: start + 2000,
      entries: 0,
    });
    expect(network.broken()).toEqual([]);
  });
});

describe("sentences for people", () => {
  const { foundLevel, openOffice, register } = sentences;
  const level = { level: "mines", district: "n2", kind: "below", grid: degrees } as const;

  it.each([
    [
      register(registration("91216000AB0037", here)),
      "Registered parcel 91216000AB0037 and its title at the office nord",
    ],
    [
      register(registration("p", here, { title: "t", legacy: true })),
      "Took over parcel p and the title t from an earlier register, at the office nord",
    ],
    [foundLevel(level), "Set up the level mines, measured in EPSG:4326"],
    [openOffice({ office: "sud", districts: ["s1"] }), "Opened the office sud for the district s1"],
    [
      openOffice({ office: "nord", districts: ["n1", "n2"] }),
      "Opened the office nord for the districts n1, n2",
    ],
  ])("%s", (sentence, expected) => expect(sentence).toBe(expected));
});
