import { describe, expect, it } from "vitest";
import {
  degrees,
  handle,
  LandNetwork,
  rectangle,
  registration,
  staff,
} from "../../../test/land.js";
import type { Cbor } from "../../codec/cbor-value.js";
import type { MemorySigner } from "../../crypto/signer.js";
import type { Owner, RegisterBody } from "./bodies.js";

const there = rectangle(0, 0, 100, 100);
const free = rectangle(100, 0, 200, 100);

/** A network with one parcel, `p`, and its title. */
function network(): LandNetwork {
  const founded = new LandNetwork();
  expect(founded.run("land.register", registration("p", there)).code).toBe("ok");
  return founded;
}

type Refusal = readonly [code: string, type: string, body: Cbor, signer?: MemorySigner];
const refused = (code: string, change: Partial<RegisterBody>, signer?: MemorySigner): Refusal => {
  const body = registration("q", free, change);
  return signer === undefined
    ? [code, "land.register", body]
    : [code, "land.register", body, signer];
};
const shaped = (code: string, shape: Cbor): Refusal =>
  refused(code, { shape: shape as RegisterBody["shape"] });

const state = (share: Owner["share"]): Owner => ({ kind: "state", id: null, share });
const halfOf = (n: number): Owner => ({ kind: "person", id: handle(n), share: [1, 2] });
const cadastre: Owner = { kind: "organisation", id: "cadastre", share: null };
const third = [3333, 10_000] as [number, number];
const level = { level: "air", district: "n1", kind: "air", grid: degrees } as const;

/** A square at (x, y), encoded; clockwise for a hole. */
const square = (x: number, y: number, side: number) => [x, y, side, 0, 0, side, -side, 0];
const hole = (x: number, y: number, side: number) => [x, y, 0, side, side, 0, 0, -side];
const long = [0, 0, ...Array.from({ length: 5_000 }, () => [1, 0]).flat()];

const registering: readonly Refusal[] = [
  refused("LAND_OFFICE_UNKNOWN", { office: "west" }),
  refused("LAND_DISTRICT_ELSEWHERE", { office: "sud" }),
  refused("LAND_DISTRICT_ELSEWHERE", { district: "w1" }),
  refused("LAND_OFFICE_FOREIGN", {}, staff.rival),
  refused("LAND_LEVEL_UNKNOWN", { level: "attic" }),
  refused("LAND_PARCEL_EXISTS", { parcel: "p" }),
  refused("LAND_TITLE_EXISTS", { title: "p" }),
  refused("LAND_REFERENCE_TAKEN", { nationalCadastralReference: "p" }),
  refused("LAND_IN_LAW_AHEAD", { inLaw: 1_800_000_000_000 }),
  refused("TX_BODY", { inLaw: -8_640_000_000_000_001 }),
  refused("LAND_HOLDER_TWICE", { holders: [cadastre, cadastre] }),
  refused("LAND_SHARES_MIXED", { holders: [state([1, 2]), cadastre] }),
  refused("LAND_SHARES_MIXED", { holders: [state([1, 2]), cadastre], legacy: true }),
  refused("LAND_SHARES_SUM", { holders: [state(third), state(third), state(third)] }),
  refused("LAND_SHARES_SUM", { holders: [state([2, 1])] }),
  refused("LAND_SOURCES_SHARED", { holders: [halfOf(1), halfOf(2)] }),
  refused("LAND_SOURCES_SHARED", { holders: [halfOf(1), halfOf(2)], legacy: true }),
  refused("STAFF_UNSIGNED", { holders: [{ kind: "person", id: handle(1), share: null }] }),
  refused("STAFF_UNSIGNED", { holders: [cadastre] }),
  refused("STAFF_PERSON", { holders: [{ kind: "person", id: handle(999), share: null }] }),
  refused("STAFF_NOBODY", {}, staff.south),
  refused("STAFF_NOBODY", {}, staff.nobody),
  refused("STAFF_ORGANISATION", { holders: [{ ...cadastre, id: "elsewhere" }] }),
  refused("STAFF_ORGANISATION", {
    sources: [
      { kind: "deed", date: "1931-02-28", commitment: new Uint8Array(32), validatedBy: "nobody" },
    ],
  }),
  shaped("LAND_OVERLAP", [[square(99, 0, 10)]]),
  shaped("LAND_SHAPE_EMPTY", []),
  shaped("LAND_SHAPE_FORM", [[]]),
  shaped("TX_BODY", [[[0, 0, 1, 0, 0, "1"]]]),
  shaped("LAND_SHAPE_TOO_LARGE", [[long]]),
  shaped("LAND_COORDINATE_RANGE", [[square(2 ** 40, 0, 1)]]),
  shaped("LAND_EXTENT_LIMIT", [[square(-(2 ** 40), -(2 ** 40), 2 ** 41)]]),
  shaped("LAND_EXTENT_LIMIT", [[square(0, 0, 2 ** 36 + 1)]]),
  shaped("LAND_WORK_LIMIT", [[square(0, 0, 2 ** 36)]]),
  shaped("LAND_RING_TOO_SHORT", [[[0, 0, 1, 0]]]),
  shaped("LAND_RING_REPEATED_VERTEX", [[[0, 0, 1, 0, 0, 0, 0, 1]]]),
  shaped("LAND_RING_SELF_INTERSECTS", [[[0, 0, 9, 9, 0, -9, -9, 9]]]),
  shaped("LAND_RING_ORIENTATION", [[hole(200, 0, 9)]]),
  shaped("LAND_HOLE_OUTSIDE", [[square(200, 0, 9), hole(210, 0, 1)]]),
  shaped("LAND_HOLES_CROSS", [[square(200, 0, 9), hole(201, 1, 4), hole(203, 2, 4)]]),
  shaped("LAND_INTERIOR_DISCONNECTED", [[square(200, 0, 8), [204, 0, -4, 4, 4, 4, 4, -4]]]),
  shaped("LAND_PARTS_OVERLAP", [[square(200, 0, 9)], [square(205, 5, 9)]]),
  shaped("LAND_PARTS_SHARE_EDGE", [[square(200, 0, 9)], [square(209, 0, 9)]]),
];

const bodies: readonly Refusal[] = [
  refused("TX_BODY", { holders: [] }),
  refused("TX_BODY", { sources: [] }),
  refused("TX_BODY", { holders: [{ kind: "state", id: "me", share: null }] }),
  refused("TX_BODY", { holders: [{ kind: "organisation", id: null, share: null }] }),
  refused("TX_BODY", { holders: [{ kind: "person", id: "ana", share: null }] }),
  refused("TX_BODY", { parcel: "p/1" }),
  refused("TX_BODY", { parcel: "p".repeat(49) }),
  refused("TX_BODY", { legalAreaM2: -1 }),
  refused("TX_BODY", { grounds: new Uint8Array(31) }),
  ["TX_BODY", "land.register", { ...registration("q", free), note: "as agreed" }],
  ["TX_BODY", "land.openOffice", { office: "west", districts: ["w1", "w1"] }],
  ["TX_BODY", "land.foundLevel", { ...level, grid: { ...degrees, stepsPerUnit: 0 } }],
  ["TX_BODY", "land.foundLevel", { ...level, grid: { ...degrees, crs: "my own" } }],
];

const founding: readonly Refusal[] = [
  ["LAND_LEVEL_EXISTS", "land.foundLevel", { ...level, level: "surface" }],
  ["LAND_OFFICE_UNKNOWN", "land.foundLevel", { ...level, district: "w1" }],
  ["STAFF_NOBODY", "land.foundLevel", level, staff.nobody],
  ["LAND_OFFICE_EXISTS", "land.openOffice", { office: "nord", districts: ["w1"] }],
  ["LAND_DISTRICT_TAKEN", "land.openOffice", { office: "west", districts: ["w1", "n2"] }],
  ["STAFF_NOBODY", "land.openOffice", { office: "west", districts: ["w1", "s2"] }],
];

const byTransaction = [...registering, ...bodies, ...founding];

describe("refused with a code, and nothing is written", () => {
  it.each(byTransaction.map((refusal, i) => [refusal[0], i, refusal] as const))(
    "%s (%i)",
    (code, _, [, type, body, signer]) => {
      expect(network().run(type, body, signer)).toEqual({ code, facts: [] });
    },
  );

  it("LAND_OVERLAP names the other parcel", () => {
    const founded = network();
    const overlapping = registration("q", rectangle(99, 99, 120, 120));
    const block = founded.seal([founded.sign("land.register", overlapping)]);
    expect(block?.facts[0]?.value).toMatchObject({ 2: { parcel: "q", other: "p" } });
  });

  it("LAND_OVERLAPS_MANY: a legacy parcel over more than 64", () => {
    const founded = new LandNetwork();
    const strip = Array.from({ length: 65 }, (_, i) =>
      founded.sign("land.register", registration(`p${i}`, rectangle(i, 0, i + 1, 1))),
    );
    founded.seal(strip);
    const over = (width: number) => registration("q", rectangle(0, 0, width, 1), { legacy: true });
    expect(founded.run("land.register", over(65)).code).toBe("LAND_OVERLAPS_MANY");
    expect(founded.run("land.register", over(64)).code).toBe("ok");
  });

  it("LAND_OFFICE_FOREIGN: districts of two organisations' registrars in one office", () => {
    const founded = new LandNetwork();
    const districts = ["w1", "s2"];
    const both = founded.sign("land.openOffice", { office: "west", districts }, [
      staff.north,
      staff.rival,
    ]);
    expect(founded.seal([both])?.results[0]?.code).toBe("LAND_OFFICE_FOREIGN");
  });

  it.each([
    ["LAND_GENESIS", { levels: [] }],
    ["LAND_LEVEL_EXISTS", { levels: [surface(), surface()], offices: [] }],
    ["LAND_OFFICE_EXISTS", { levels: [], offices: [nord("n1"), nord("n2")] }],
    ["LAND_DISTRICT_TAKEN", { levels: [], offices: [nord("n1"), { ...nord("n1"), id: "sud" }] }],
  ])("a genesis by %s", (code, input) => {
    expect(() => new LandNetwork(input)).toThrowError(expect.objectContaining({ code }));
  });
});

function surface() {
  return { id: "surface", kind: "surface", grid: degrees };
}

function nord(district: string) {
  return { id: "nord", organisation: "cadastre", districts: [district] };
}
