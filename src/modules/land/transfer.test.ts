import { describe, expect, it } from "vitest";
import { clerk, deed, handle, type LandNetwork, person, staff, start } from "../../../test/land.js";
import { all, gives, halfOfP, landOf, owner, type Share, sale, takes } from "../../../test/sale.js";
import { determineBody, saleDigest, saleTerms } from "../../sdk/sale.js";
import type { LodgeBody } from "./bodies.js";
import { findEntry, findRight, findTitle, holdingsOf } from "./queries.js";

const owners = { p: [owner(1)] };
const second = start + 2000;
const price = new Uint8Array(32).fill(5);

/** Active rights of `p`: id, share, holders. */
function rightsOf(network: LandNetwork): unknown {
  expect(network.broken()).toEqual([]);
  return findTitle(network.reader, "p")?.rights.map(({ id, value }) => [
    id,
    value.on.share,
    ...value.holders.map((holder) => holder.id ?? holder.kind),
  ]);
}

describe("land.transfer", () => {
  it("gives half of a title to two others in equal shares", () => {
    const network = landOf(owners);
    const { code, facts } = network.run("land.transfer", sale(halfOfP, { price }), all);
    expect(code).toBe("ok");
    expect(facts.map(({ key }) => key)).toEqual([
      "land/office/nord",
      "land/daybook/nord.2",
      "land/title/p",
      "land/right/p.1",
      "land/right/p.2",
      "land/right/p.3",
    ]);
    expect(rightsOf(network)).toEqual([
      ["p.1", [1, 2], handle(1)],
      ["p.2", [1, 4], handle(2)],
      ["p.3", [1, 4], handle(3)],
    ]);
    expect(findEntry(network.reader, "nord.2")?.value).toEqual({
      office: "nord",
      number: 2,
      kind: "transfer",
      district: "n1",
      titles: ["p"],
      rights: ["p.1"],
      terms: saleDigest(halfOfP),
      price,
      lodged: second,
      decision: "registered",
      decided: second,
      registrar: "ada",
      organisation: "cadastre",
      grounds: null,
    });
    const times = { inLaw: second, lodged: second, registered: second };
    const version = { entry: "nord.2", status: "active", flags: [], ...times };
    expect(findRight(network.reader, "p.1")?.value).toMatchObject(version);
    expect(findRight(network.reader, "p.3")?.value).toMatchObject({
      ...version,
      sources: [deed(3)],
    });
    expect(holdingsOf(network.reader, handle(3)).map(({ id }) => id)).toEqual(["p.3"]);
  });

  it("ends a right that gives all, and lists it no more", () => {
    const network = landOf(owners);
    const terms = saleTerms("p", [gives("p.1", null)], [takes([1, 1], 2)]);
    expect(network.run("land.transfer", sale(terms, { inLaw: -5 }), all).code).toBe("ok");
    expect(rightsOf(network)).toEqual([["p.2", null, handle(2)]]);
    expect(findRight(network.reader, "p.1")?.value).toMatchObject({ status: "ended", inLaw: -5 });
    expect(findTitle(network.reader, "p")?.title.value.rightsMade).toBe(2);
  });

  it.each<[string, LodgeBody, unknown]>([
    [
      "one co-owner of two",
      saleTerms("p", [gives("p.1", null)], [takes([1, 3], 5)]),
      [
        ["p.2", [2, 3], "cadastre"],
        ["p.3", [1, 3], handle(5)],
      ],
    ],
    [
      "two co-owners to two who take jointly",
      saleTerms("p", [gives("p.1", [1, 6]), gives("p.2", null)], [takes([5, 6], 5, 6)]),
      [
        ["p.1", [1, 6], handle(1)],
        ["p.3", [5, 6], handle(5), handle(6)],
      ],
    ],
  ])("from %s", (_, terms, expected) => {
    const network = landOf({
      p: [owner(1, [1, 3]), { kind: "organisation", id: "cadastre", share: [2, 3] }],
    });
    const signers = [...all, clerk, person(5), person(6)];
    expect(network.run("land.transfer", sale(terms), signers).code).toBe("ok");
    expect(rightsOf(network)).toEqual(expected);
  });
});

describe("what is lodged", () => {
  it("waits on the title by rank, and is registered under its number and time", () => {
    const network = landOf(owners);
    expect(network.run("land.lodge", halfOfP, person(1)).code).toBe("ok");
    const waiting = findTitle(network.reader, "p")?.lodged;
    expect(waiting?.map(({ id, value }) => [id, value.decision, value.rights])).toEqual([
      ["nord.2", null, ["p.1"]],
    ]);
    expect(rightsOf(network)).toHaveLength(1);
    expect(network.run("land.transfer", sale(halfOfP, { entry: "nord.2", price }), all).code).toBe(
      "ok",
    );
    expect(findEntry(network.reader, "nord.2")?.value).toMatchObject({
      decision: "registered",
      lodged: second,
      decided: second + 1000,
      price,
    });
    expect(findRight(network.reader, "p.2")?.value).toMatchObject({
      entry: "nord.2",
      lodged: second,
      registered: second + 1000,
    });
    expect(findTitle(network.reader, "p")?.lodged).toEqual([]);
    expect(rightsOf(network)).toHaveLength(3);
  });

  it.each([
    ["withdrawn", "land.withdraw", {}, person(1), null],
    ["refused", "land.refuse", { grounds: price }, staff.north, "ada"],
  ] as const)(
    "is %s, and makes room for what came after",
    (decision, type, more, by, registrar) => {
      const network = landOf(owners);
      for (let i = 0; i < 2; i++)
        expect(network.run("land.lodge", halfOfP, person(1)).code).toBe("ok");
      const later = sale(halfOfP, { entry: "nord.3" });
      expect(network.run("land.transfer", later, all).code).toBe("LAND_LODGED_BEFORE");
      expect(network.run(type, { entry: "nord.2", ...more }, by).code).toBe("ok");
      expect(findEntry(network.reader, "nord.2")?.value).toMatchObject({ decision, registrar });
      expect(network.run("land.transfer", later, all).code).toBe("ok");
      expect(rightsOf(network)).toHaveLength(3);
    },
  );

  it("on another right of the title stands in nobody's way", () => {
    const network = landOf({
      p: [owner(1, [1, 2]), { kind: "organisation", id: "cadastre", share: [1, 2] }],
    });
    const lodged = saleTerms("p", [gives("p.1", null)], [takes([1, 2], 2)]);
    expect(network.run("land.lodge", lodged, person(1)).code).toBe("ok");
    const other = saleTerms("p", [gives("p.2", null)], [takes([1, 2], 3)]);
    expect(network.run("land.transfer", sale(other), [...all, clerk]).code).toBe("ok");
    expect(rightsOf(network)).toHaveLength(2);
  });
});

describe("land.determine", () => {
  const shares: Share[] = [
    [1, 2],
    [1, 2],
  ];
  const takings = shares.map((share, i) => takes(share, i + 1));

  it.each(["notDetermined", "notKnown"] as const)("says who holds what was %s", (kind) => {
    const network = landOf({ p: [{ kind, id: null, share: null }] }, true);
    const { to } = saleTerms("p", [], takings);
    const body = determineBody({
      title: "p",
      right: "p.1",
      to,
      sources: [[deed(1)], [deed(2)]],
      inLaw: -7,
    });
    expect(network.run("land.determine", body, all).code).toBe("ok");
    expect(rightsOf(network)).toEqual([
      ["p.2", [1, 2], handle(1)],
      ["p.3", [1, 2], handle(2)],
    ]);
    expect(findEntry(network.reader, "nord.2")?.value).toMatchObject({
      kind: "determination",
      rights: ["p.1"],
      terms: null,
    });
    expect(findRight(network.reader, "p.1")?.value).toMatchObject({ status: "ended", inLaw: -7 });
  });

  it("finds the state without a signature but the registrar's", () => {
    const network = landOf({ p: [{ kind: "notKnown", id: null, share: null }] });
    const to = [{ holders: [{ kind: "state" as const, id: null }], share: [1, 1] as Share }];
    const body = determineBody({ title: "p", right: "p.1", to, sources: [[deed(1)]] });
    expect(network.run("land.determine", body, staff.north).code).toBe("ok");
    expect(rightsOf(network)).toEqual([["p.2", null, "state"]]);
  });
});
