import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LandNetwork, person, rectangle, registration, staff } from "../../../test/land.js";
import { gives, landOf, owner, sale, takes } from "../../../test/sale.js";
import type { Cbor } from "../../codec/cbor-value.js";
import type { AllRecords, Reader } from "../../ledger/module.js";
import type { RecordType } from "../../ledger/record-type.js";
import { saleTerms } from "../../sdk/sale.js";
import { findTitle, flaggedParcels } from "./queries.js";
import { daybook, district, level, office, parcel, right, title } from "./schema.js";

type Lot = { x: number; y: number; width: number; height: number; legacy: boolean; below: boolean };

/** Lots on a small board, so that neighbours and overlaps abound. */
const lot: fc.Arbitrary<Lot> = fc.record({
  x: fc.integer({ min: -6, max: 6 }),
  y: fc.integer({ min: -6, max: 6 }),
  width: fc.integer({ min: 1, max: 4 }),
  height: fc.integer({ min: 1, max: 4 }),
  legacy: fc.boolean(),
  below: fc.boolean(),
});
/** Steps a field of the board, so that parcels stand in cells of several sizes. */
const scale = fc.constantFrom(1, 3000, 9000, 1_000_000);

function overlap(a: Lot, b: Lot): boolean {
  return (
    a.below === b.below &&
    a.x < b.x + b.width &&
    b.x < a.x + a.width &&
    a.y < b.y + b.height &&
    b.y < a.y + a.height
  );
}

function twoLevels(): LandNetwork {
  const network = new LandNetwork();
  const grid = { crs: "EPSG:2154", unit: "metre", stepsPerUnit: 1000 } as const;
  const below = { level: "below", district: "n1", kind: "below", grid };
  expect(network.run("land.foundLevel", below).code).toBe("ok");
  return network;
}

function bodyOf({ x, y, width, height, legacy, below }: Lot, id: string, side: number) {
  const shape = rectangle(x * side, y * side, (x + width) * side, (y + height) * side);
  return registration(id, shape, { legacy, level: below ? "below" : "surface" });
}

describe("whatever is registered, in whatever order", () => {
  it("keeps every invariant, and flags exactly what overlaps", () => {
    fc.assert(
      fc.property(fc.array(lot, { maxLength: 25 }), scale, fc.boolean(), (lots, side, inOne) => {
        const network = twoLevels();
        const taken: Lot[] = [];
        const expected = lots.map((next) => {
          if (!next.legacy && taken.some((other) => overlap(next, other))) return "LAND_OVERLAP";
          taken.push(next);
          return "ok";
        });
        const signed = lots.map((next, i) =>
          network.sign("land.register", bodyOf(next, `p${i}`, side)),
        );
        const blocks = inOne ? [signed] : signed.map((transaction) => [transaction]);
        const results = blocks.flatMap((block) => network.seal(block)?.results ?? []);
        expect(results.map(({ code }) => code)).toEqual(expected);
        expect(network.broken()).toEqual([]);
        const wrong = taken.filter((a) => taken.some((b) => a !== b && overlap(a, b)));
        const flagged = ["surface", "below"].flatMap((on) => flaggedParcels(network.reader, on));
        expect(flagged).toHaveLength(wrong.length);
        expect([...network.records(title)]).toHaveLength(taken.length);
        for (const { id } of network.records(title)) {
          expect(findTitle(network.reader, id)?.rights).toHaveLength(1);
        }
      }),
      { numRuns: 100 },
    );
  });
});

/** The records as they stand, but for one field of every record of one type. */
function changed<Value extends Cbor>(
  network: LandNetwork,
  of: RecordType<Value>,
  change: { readonly [field: string]: Cbor },
): [Reader, AllRecords] {
  const alter = <Other extends Cbor>(record: RecordType<Other>, value: Other): Other =>
    record.prefix === of.prefix ? record.parse({ ...(value as object), ...change }) : value;
  const reader: Reader = {
    members: (list) => network.reader.members(list),
    read: (record, id) => {
      const standing = network.reader.read(record, id);
      return standing && { ...standing, value: alter(record, standing.value) };
    },
  };
  const records: AllRecords = (record) =>
    [...network.records(record)].map((r) => ({ ...r, value: alter(record, r.value) }));
  return [reader, records];
}

describe("what the invariants see", () => {
  const network = new LandNetwork();
  const over = registration("q", rectangle(5, 0, 15, 10), { legacy: true });
  network.run("land.register", registration("p", rectangle(0, 0, 10, 10)));
  network.run("land.register", over);
  network.run("land.register", registration("r", rectangle(100, 0, 110, 10)));

  it("nothing wrong in what was registered", () => expect(network.broken()).toEqual([]));

  it.each([
    ["overlap", changed(network, parcel, { flags: [] })],
    ["overlap", changed(network, parcel, { flags: ["overlap"] })],
    ["index", changed(network, parcel, { shape: [[[0, 9000, 1, 0, 0, 1]]] })],
    ["index", changed(network, parcel, { nationalCadastralReference: "x" })],
    ["index", changed(network, level, { cellLevels: [14] })],
    ["daybook", changed(network, office, { entries: 2 })],
    ["daybook", changed(network, office, { entries: 4 })],
    ["daybook", changed(network, daybook, { number: 7 })],
    ["district", changed(network, district, { office: "west" })],
    ["district", changed(network, office, { districts: ["n1"] })],
    ["lists all", changed(network, title, { rights: [] })],
    ["lists all", changed(network, title, { parcels: [] })],
    ["lists all", changed(network, title, { rightsMade: 0 })],
    ["lists all", changed(network, daybook, { titles: ["x"] })],
    ["lists all", changed(network, parcel, { title: "x" })],
    ["lists all", changed(network, right, { on: { title: "x", share: null } })],
    ["lists all", changed(network, right, { status: "ended" })],
    ["shares", changed(network, right, { on: { title: "p", share: [1, 2] } })],
    ["a handle", changed(network, right, { holders: [{ kind: "person", id: "0".repeat(32) }] })],
    ["as lodged", changed(network, title, { lodged: ["nord.1"] })],
    ["as lodged", changed(network, daybook, { decision: null })],
    ["is decided", changed(network, daybook, { decided: null })],
    ["is decided", changed(network, daybook, { registrar: null })],
    ["is decided", changed(network, daybook, { decision: "withdrawn" })],
    ["shares", changed(network, right, { flags: ["shares"] })],
  ])("%s (%#)", (name, [reader, records]) => {
    expect(network.broken(reader, records)).toContainEqual(expect.stringContaining(name));
  });
});

describe("what the invariants see of what is lodged", () => {
  const network = landOf({ p: [owner(1)], q: [owner(9)] });
  const away = saleTerms("p", [gives("p.1", [1, 3])], [takes([1, 3], 2)]);
  network.run("land.lodge", away, person(1));
  const ofQ = saleTerms("q", [gives("q.1", null)], [takes([1, 1], 3)]);
  network.run("land.transfer", sale(ofQ), [staff.north, person(9), person(3)]);

  it("nothing wrong in a later transfer of another right", () => {
    expect(network.broken()).toEqual([]);
  });

  it("that one was registered ahead of another on the same right", () => {
    const [reader, records] = changed(network, daybook, { rights: ["p.1"] });
    expect(network.broken(reader, records)).toEqual([
      "land: nothing is registered ahead of what was lodged earlier on the same right: entry nord.4 before nord.3",
    ]);
  });
});
