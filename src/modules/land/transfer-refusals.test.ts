import { describe, expect, it } from "vitest";
import { clerk, deed, handle, person, staff } from "../../../test/land.js";
import {
  all,
  gives,
  halfOfP,
  landOf,
  owner,
  type Refusal,
  type Share,
  sale,
  snapshot,
  takes,
} from "../../../test/sale.js";
import type { Cbor } from "../../codec/cbor-value.js";
import { determineBody, saleTerms } from "../../sdk/sale.js";
import type { LodgeBody } from "./bodies.js";

/** What the registration cites already. */
const ofRegister = { ...deed(2), commitment: new Uint8Array(32).fill(7) };
const nobody = (kind: "state" | "notKnown" | "notDetermined") => [{ kind, id: null, share: null }];
const cadastre = { kind: "organisation", id: "cadastre", share: null } as const;

/**
 * Titles: `p` of person 1, `s` of the state, `u` of nobody known, `o` of an organisation, `q` of
 * person 9. Entry nord.6 is a lodging of half of `p` to persons 2 and 3, nord.7 one of a third of it
 * to person 4; nord.8 was withdrawn. Right `p.1` is held since a day before.
 */
function network() {
  const land = landOf({
    p: [owner(1)],
    s: nobody("state"),
    u: nobody("notDetermined"),
    o: [cadastre],
    q: [owner(9)],
  });
  const lodgings = [halfOfP, thirdOfP, thirdOfP];
  for (const terms of lodgings) expect(land.run("land.lodge", terms, person(1)).code).toBe("ok");
  expect(land.run("land.withdraw", { entry: "nord.8" }, person(1)).code).toBe("ok");
  return land;
}

const thirdOfP = saleTerms("p", [gives("p.1", [1, 3])], [takes([1, 3], 4)]);
const ofQ = (share: Share | null, ...to: ReturnType<typeof takes>[]): LodgeBody =>
  saleTerms("q", [gives("q.1", share)], to);
const half = ofQ([1, 2], takes([1, 4], 2), takes([1, 4], 3));
const signers = [staff.north, person(9), person(2), person(3)];
const without = (absent: number) => signers.filter((_, i) => i !== absent);
const many = Array.from({ length: 64 }, (_, i) => takes([1, 128], 20 + i));

const transfers: Refusal[] = [
  ["LAND_TITLE_UNKNOWN", "land.transfer", sale({ ...half, title: "x" }), signers],
  ["STAFF_NOBODY", "land.transfer", sale(half), without(0)],
  ["STAFF_NOBODY", "land.transfer", sale(half), [staff.south, ...without(0)]],
  ["LAND_OFFICE_FOREIGN", "land.transfer", sale(half), [staff.rival, ...without(0)]],
  ["LAND_ENTRY_UNKNOWN", "land.transfer", sale(half, { entry: "nord.99" }), signers],
  ["LAND_ENTRY_UNKNOWN", "land.transfer", sale(half, { entry: "q" }), signers],
  ["LAND_ENTRY_DECIDED", "land.transfer", sale(thirdOfP, { entry: "nord.8" }), all],
  ["LAND_ENTRY_DECIDED", "land.transfer", sale(half, { entry: "nord.5" }), signers],
  ["LAND_TERMS_OTHER", "land.transfer", sale(thirdOfP, { entry: "nord.6" }), all],
  ["LAND_TERMS_OTHER", "land.transfer", sale(half, { entry: "nord.6" }), signers],
  ["LAND_RIGHT_UNKNOWN", "land.transfer", sale({ ...half, from: [gives("q.7", null)] }), signers],
  ["LAND_RIGHT_UNKNOWN", "land.transfer", sale({ ...half, from: [gives("p.1", null)] }), signers],
  ["LAND_SHARE_TOO_LITTLE", "land.transfer", sale(ofQ([3, 2], takes([3, 2], 2))), signers],
  ["LAND_LODGED_BEFORE", "land.transfer", sale(thirdOfP), [staff.north, person(1), person(4)]],
  [
    "LAND_LODGED_BEFORE",
    "land.transfer",
    sale(thirdOfP, { entry: "nord.7" }),
    [staff.north, person(1), person(4)],
  ],
  ["LAND_IN_LAW_AHEAD", "land.transfer", sale(half, { inLaw: 1_800_000_000_000 }), signers],
  ["LAND_HOLDER_TWICE", "land.transfer", sale(ofQ([1, 2], takes([1, 2], 2, 2))), signers],
  [
    "LAND_HOLDER_TWICE",
    "land.transfer",
    sale(ofQ([1, 2], takes([1, 4], 2), takes([1, 4], 2))),
    signers,
  ],
  ["STAFF_PERSON", "land.transfer", sale(ofQ([1, 2], takes([1, 2], 999))), signers],
  ["STAFF_ORGANISATION", "land.transfer", sale(toOrganisation("elsewhere")), signers],
  ["LAND_HANDLE_USED", "land.transfer", sale(ofQ([1, 2], takes([1, 2], 1))), all],
  ["LAND_HANDLE_USED", "land.transfer", sale(ofQ([1, 2], takes([1, 2], 9))), signers],
  [
    "LAND_SHARES_SUM",
    "land.transfer",
    sale(ofQ(null, ...[2, 3, 4].map((n) => takes([3333, 10_000], n)))),
    signers,
  ],
  ["LAND_SHARES_SUM", "land.transfer", sale(ofQ([1, 2], takes([1, 4], 2))), signers],
  ["LAND_SHARES_SUM", "land.transfer", sale(ofQ([1, 4], takes([1, 2], 2))), signers],
  [
    "STAFF_ORGANISATION",
    "land.transfer",
    sale(half, { sources: [[{ ...deed(2), validatedBy: "x" }], [deed(3)]] }),
    signers,
  ],
  [
    "LAND_SOURCES_SHARED",
    "land.transfer",
    sale(half, { sources: [[deed(2)], [deed(2)]] }),
    signers,
  ],
  [
    "LAND_SOURCES_SHARED",
    "land.transfer",
    sale(half, { sources: [[deed(2)], [ofRegister]] }),
    signers,
  ],
  ["LAND_TITLE_FULL", "land.transfer", sale(ofQ([1, 2], ...many)), signers],
  [
    "LAND_HOLDER_UNABLE",
    "land.transfer",
    sale({ ...half, title: "s", from: [gives("s.1", [1, 2])] }),
    signers,
  ],
  [
    "LAND_HOLDER_UNABLE",
    "land.transfer",
    sale({ ...half, title: "u", from: [gives("u.1", [1, 2])] }),
    signers,
  ],
  ["LAND_HOLDER_UNABLE", "land.transfer", sale(toState()), signers],
  ["STAFF_UNSIGNED", "land.transfer", sale(half), without(1)],
  ["STAFF_UNSIGNED", "land.transfer", sale(half), without(2)],
  ["STAFF_UNSIGNED", "land.transfer", sale(half), without(3)],
  [
    "STAFF_UNSIGNED",
    "land.transfer",
    sale({ ...half, title: "o", from: [gives("o.1", [1, 2])] }),
    signers,
  ],
  ["STAFF_UNSIGNED", "land.transfer", sale(toOrganisation("cadastre")), signers],
  [
    "TX_BODY",
    "land.transfer",
    sale({ ...half, from: [gives("q.1", null), gives("q.1", null)] }),
    signers,
  ],
  ["TX_BODY", "land.transfer", sale({ ...half, from: [] }), signers],
  ["TX_BODY", "land.transfer", sale(ofQ(null)), signers],
  ["TX_BODY", "land.transfer", sale(ofQ(null, takes([0, 1], 2))), signers],
  ["TX_BODY", "land.transfer", sale(ofQ(null, takes([1, 4294967296], 2))), signers],
  ["TX_BODY", "land.transfer", sale(half, { sources: [[deed(2)], []] }), signers],
  ["TX_BODY", "land.transfer", sale(half, { price: new Uint8Array(8) }), signers],
];

const lodgings: Refusal[] = [
  ["LAND_TITLE_UNKNOWN", "land.lodge", { ...half, title: "x" }, [person(9)]],
  ["LAND_RIGHT_UNKNOWN", "land.lodge", { ...half, from: [gives("p.1", null)] }, [person(9)]],
  ["LAND_SHARE_TOO_LITTLE", "land.lodge", ofQ([3, 2], takes([3, 2], 2)), [person(9)]],
  ["LAND_SHARES_SUM", "land.lodge", ofQ([1, 2], takes([1, 4], 2)), [person(9)]],
  ["LAND_HANDLE_USED", "land.lodge", ofQ([1, 2], takes([1, 2], 1)), [person(9)]],
  [
    "LAND_HOLDER_UNABLE",
    "land.lodge",
    { ...half, title: "s", from: [gives("s.1", [1, 2])] },
    [person(9)],
  ],
  ["STAFF_UNSIGNED", "land.lodge", half, [person(2), staff.north]],
  ["TX_BODY", "land.lodge", sale(half), [person(9)]],
  ["LAND_ENTRY_UNKNOWN", "land.withdraw", { entry: "nord.99" }, [person(1)]],
  ["LAND_ENTRY_DECIDED", "land.withdraw", { entry: "nord.8" }, [person(1)]],
  ["LAND_ENTRY_DECIDED", "land.withdraw", { entry: "nord.1" }, [person(1)]],
  ["STAFF_UNSIGNED", "land.withdraw", { entry: "nord.6" }, [person(2), staff.north]],
  ["LAND_ENTRY_UNKNOWN", "land.refuse", { entry: "sud.1", grounds: null }, [staff.north]],
  ["LAND_ENTRY_DECIDED", "land.refuse", { entry: "nord.8", grounds: null }, [staff.north]],
  ["STAFF_NOBODY", "land.refuse", { entry: "nord.6", grounds: null }, [staff.south]],
  ["STAFF_NOBODY", "land.refuse", { entry: "nord.6", grounds: null }, [person(1)]],
  ["LAND_OFFICE_FOREIGN", "land.refuse", { entry: "nord.6", grounds: null }, [staff.rival]],
];

const found = (title: string, share: Share, more: object = {}): Cbor => {
  const { to } = saleTerms(title, [], [takes(share, 2)]);
  return determineBody({ title, right: `${title}.1`, to, sources: [[deed(2)]], ...more });
};
const registrar = [staff.north, person(2)];
const determinations: Refusal[] = [
  ["LAND_TITLE_UNKNOWN", "land.determine", found("x", [1, 1]), registrar],
  ["STAFF_NOBODY", "land.determine", found("u", [1, 1]), [staff.south, person(2)]],
  ["LAND_OFFICE_FOREIGN", "land.determine", found("u", [1, 1]), [staff.rival, person(2)]],
  ["LAND_RIGHT_UNKNOWN", "land.determine", found("u", [1, 1], { right: "u.2" }), registrar],
  ["LAND_DETERMINED", "land.determine", found("p", [1, 1]), registrar],
  ["LAND_DETERMINED", "land.determine", found("s", [1, 1]), registrar],
  [
    "LAND_IN_LAW_AHEAD",
    "land.determine",
    found("u", [1, 1], { inLaw: 1_800_000_000_000 }),
    registrar,
  ],
  ["LAND_SHARES_SUM", "land.determine", found("u", [1, 2]), registrar],
  [
    "LAND_SOURCES_SHARED",
    "land.determine",
    found("u", [1, 1], { sources: [[ofRegister]] }),
    registrar,
  ],
  ["STAFF_UNSIGNED", "land.determine", found("u", [1, 1]), [staff.north]],
];

function toOrganisation(id: string): LodgeBody {
  return { ...half, to: [{ holders: [{ kind: "organisation", id }], share: [1, 2] }] };
}

function toState(): LodgeBody {
  return { ...half, to: [{ holders: [{ kind: "state", id: null }], share: [1, 2] }] };
}

describe("refused with a code, and nothing is changed", () => {
  // One for all of them: what is refused leaves it as it was.
  const land = network();
  const refusals = [...transfers, ...lodgings, ...determinations];
  it.each(refusals.map((refusal, i) => [refusal[0], refusal[1], i, refusal] as const))(
    "%s of %s (%i)",
    (code, _, __, [, type, body, by]) => {
      const before = snapshot(land.records);
      expect(land.run(type, body, [...new Set(by)])).toEqual({ code, facts: [] });
      expect(snapshot(land.records)).toEqual(before);
    },
  );

  it("LAND_RIGHT_ENDED: what was sold wholly is not sold again, lodged before or not", () => {
    const land = landOf({ p: [owner(1)] });
    const first = saleTerms("p", [gives("p.1", null)], [takes([1, 1], 2)]);
    const second = saleTerms("p", [gives("p.1", null)], [takes([1, 1], 3)]);
    for (const terms of [first, second]) {
      expect(land.run("land.lodge", terms, person(1)).code).toBe("ok");
    }
    expect(land.run("land.transfer", sale(second, { entry: "nord.3" }), all).code).toBe(
      "LAND_LODGED_BEFORE",
    );
    expect(land.run("land.transfer", sale(first, { entry: "nord.2" }), all).code).toBe("ok");
    for (const entry of ["nord.3", null]) {
      expect(land.run("land.transfer", sale(second, { entry }), all).code).toBe("LAND_RIGHT_ENDED");
    }
    const grounds = new Uint8Array(32).fill(1);
    expect(land.run("land.refuse", { entry: "nord.3", grounds }, staff.north).code).toBe("ok");
    expect(land.broken()).toEqual([]);
  });

  it("LAND_RIGHT_FLAGGED: a legacy title whose shares do not add up", () => {
    const land = landOf({ p: [owner(1, [1, 2]), { ...cadastre, share: [1, 3] }] }, true);
    const terms = saleTerms("p", [gives("p.1", null)], [takes([1, 2], 2)]);
    expect(land.run("land.transfer", sale(terms), all).code).toBe("LAND_RIGHT_FLAGGED");
    expect(land.run("land.lodge", terms, person(1)).code).toBe("LAND_RIGHT_FLAGGED");
    expect(land.broken()).toEqual([]);
  });

  it("LAND_SHARE_TOO_FINE: a rest that no record has room for", () => {
    const land = landOf({ p: [owner(1, [1, 2]), { ...cadastre, share: [1, 2] }] });
    const share: Share = [1, 4_294_967_291];
    const terms = saleTerms("p", [gives("p.1", share)], [takes(share, 2)]);
    expect(land.run("land.transfer", sale(terms), all)).toEqual({
      code: "LAND_SHARE_TOO_FINE",
      facts: [],
    });
  });

  it("LAND_IN_LAW_BEFORE: nobody gives what they did not yet hold", () => {
    const land = landOf({ p: [owner(1)] });
    const first = saleTerms("p", [gives("p.1", [1, 2])], [takes([1, 2], 2)]);
    expect(land.run("land.transfer", sale(first, { inLaw: 1000 }), all).code).toBe("ok");
    for (const id of ["p.1", "p.2"]) {
      const next = saleTerms("p", [gives(id, [1, 2])], [takes([1, 2], 3)]);
      const code = (inLaw: number) => land.run("land.transfer", sale(next, { inLaw }), all).code;
      expect(code(999)).toBe("LAND_IN_LAW_BEFORE");
    }
  });

  it("LAND_LODGED_FULL: 64 wait on a title at most", () => {
    const land = landOf({ p: [owner(1), { ...cadastre }] });
    const terms = saleTerms("p", [gives("p.1", null)], [takes([1, 1], 2)]);
    const lodging = () => land.sign("land.lodge", terms, [person(1), clerk]);
    const results = land.seal(Array.from({ length: 65 }, lodging))?.results ?? [];
    const codes = results.map(({ code }) => code);
    expect(codes).toEqual([...Array.from({ length: 64 }, () => "ok"), "LAND_LODGED_FULL"]);
    expect(land.broken()).toEqual([]);
  });
});

it("a handle that gave all away has served its holding", () => {
  const land = landOf({ p: [owner(1)], q: [owner(9)] });
  const away = saleTerms("p", [gives("p.1", null)], [takes([1, 1], 2)]);
  expect(land.run("land.transfer", sale(away), all).code).toBe("ok");
  const back = saleTerms("p", [gives("p.2", null)], [takes([1, 1], 1)]);
  expect(land.run("land.transfer", sale(back), all).code).toBe("LAND_HANDLE_USED");
  expect(handle(1)).toHaveLength(32);
});
