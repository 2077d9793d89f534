import { describe, expect, it } from "vitest";
import type { Cbor } from "../../codec/cbor-value.js";
import type { Fact } from "../../ledger/fact.js";
import { formatFor } from "../format.js";
import { verify } from "../messages/verify.js";
import { fieldsOf } from "./fields.js";
import { statementOf, subjectOf } from "./statement.js";

const as = formatFor("en-GB", "UTC");
const say = verify.record;
const fact = (key: string, value?: Cbor): Fact => ({
  index: 9,
  key,
  kind: "module",
  cause: 1,
  supersedes: null,
  ...(value === undefined ? {} : { value }),
});
const right = { kind: "ownership", on: { title: "t1", share: null }, status: "active" };

describe("the fields of a fact", () => {
  it("are numbers where no calendar has such a time", () => {
    const texts = fieldsOf(fact("identity/office/o", { until: 9e15 }), say, as);
    expect(texts).toEqual([{ path: "until", text: "9000000000000000", bytes: false }]);
  });
});

describe("what a fact says in one sentence", () => {
  it.each<[string, Fact, string | null]>([
    [
      "a title",
      fact("land/title/t1", { status: "active", parcels: ["p1"], rights: ["t1.1", "t1.2"] }),
      "Title t1 holds one parcel. Two rights stand on it.",
    ],
    [
      "a retired title",
      fact("land/title/t1", { status: "retired", parcels: [], rights: [] }),
      "Title t1 is retired.",
    ],
    [
      "a right to a share, held jointly",
      fact("land/right/t1.1", {
        ...right,
        on: { title: "t1", share: [1, 2] },
        holders: [{ kind: "person" }, { kind: "person" }],
      }),
      "A right of ownership stands on 1/2 of title t1. Two holders are registered, jointly.",
    ],
    [
      "a right of nobody known",
      fact("land/right/t1.1", { ...right, holders: [{ kind: "notKnown" }] }),
      "A right of ownership stands on the whole of title t1. Who holds it is not known.",
    ],
    [
      "a right that has ended",
      fact("land/right/t1.1", { ...right, status: "ended", holders: [{ kind: "person" }] }),
      "A right of ownership stood on the whole of title t1; it has ended.",
    ],
    [
      "a parcel",
      fact("land/parcel/p1", { title: "t1", legalAreaM2: 1270 }),
      "Parcel p1 belongs to title t1. Its legal area is 1,270\u00a0m².",
    ],
    [
      "a daybook entry that waits",
      fact("land/daybook/main.2", { kind: "transfer", titles: ["t1"], decision: null }),
      "The daybook has a transfer of title t1: lodged, not decided yet.",
    ],
    [
      "a daybook entry that is decided",
      fact("land/daybook/main.1", { kind: "takeOver", titles: ["t1", "t2"], decision: "refused" }),
      "The daybook has the taking over from an earlier register of title t1 and t2: refused.",
    ],
    [
      "a handle",
      fact("identity/handle/00ab", { vouchedBy: "land-registry" }),
      "This code is of one person, as land-registry vouches. Who it is stands here closed.",
    ],
    ["a retraction", fact("land/title/t1"), "What stood at land title t1 was withdrawn."],
    ["a title of another shape", fact("land/title/t1", { owners: ["x"] }), null],
    ["a record that has no sentence", fact("vault/box/7", { weight: 3 }), null],
    ["a record called as what every object has", fact("constructor/7", { weight: 3 }), null],
  ])("%s", (_, said, sentence) => {
    expect(statementOf(said, say, as)).toBe(sentence);
  });

  it("calls a record by its kind, and any other by its key", () => {
    expect(subjectOf("land/title/t1", say)).toBe("land title t1");
    expect(subjectOf("vault/box/7", say)).toBe("vault/box/7");
    expect(subjectOf("seal", say)).toBe("seal");
    expect(subjectOf("constructor/x", say)).toBe("constructor/x");
  });
});

describe("the fields of a fact", () => {
  it("are every value by its path: bytes in hex, times as times", () => {
    const value = {
      made: Date.UTC(2026, 9, 9, 10, 42, 7),
      share: [1, 2],
      on: { title: "t1", price: new Uint8Array([0, 171]) },
      flags: [],
      inLaw: null,
    };
    expect(fieldsOf(fact("land/right/t1.1", value), say, as)).toEqual([
      { path: "made", text: "9 October 2026, 10:42:07 UTC", bytes: false },
      { path: "share", text: "1, 2", bytes: false },
      { path: "on/title", text: "t1", bytes: false },
      { path: "on/price", text: "00ab", bytes: true },
      { path: "flags", text: "none", bytes: false },
      { path: "inLaw", text: "none", bytes: false },
    ]);
  });
});
