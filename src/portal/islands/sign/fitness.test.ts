import { describe, expect, it } from "vitest";
import { restOf, type Share } from "../../../modules/land/shares.js";
import { unfit } from "./fitness.js";
import type { Sale } from "./sale.js";

const [ana, bo, cy] = ["a".repeat(32), "b".repeat(32), "c".repeat(32)];

/** Ana gives Bo a share of what she has. */
function sale(has: Share, gives: Share, taken: string): Sale {
  const left = restOf(has, gives);
  const rest = left.numerator === 0n ? null : left;
  const body = { title: "t1", from: [], to: [], price: null, inLaw: null, grounds: null };
  return {
    kind: "transfer",
    body: { ...body, entry: null },
    given: [{ right: "t1.1", holders: [ana], has, gives, rest }],
    taken: [{ holders: [bo], share: gives }],
    stays: [],
    lodged: [],
    sum: { given: gives.join("/"), taken },
  };
}

const type = "land.transfer";
const half = sale([1, 1], [1, 2], "1/2");
const code = (code: string) => expect.objectContaining({ code });

describe("what a device signs in a room", () => {
  it.each([
    ["whoever gives", ana],
    ["whoever takes", bo],
    ["an official", null],
  ])("is a transfer, for %s", (_, handle) => {
    expect(unfit({ type, sale: half }, handle)).toBeNull();
  });

  it("is no transfer for a person who neither gives nor takes", () => {
    expect(unfit({ type, sale: half }, cy)).toEqual(code("ROOM_STRANGER"));
  });

  it.each([
    ["more is taken than given", sale([1, 1], [1, 4], "1")],
    ["more is given than held", sale([1, 4], [1, 2], "1/2")],
  ])("is nothing of which %s", (_, unsound) => {
    for (const handle of [ana, null]) {
      expect(unfit({ type, sale: unsound }, handle)).toEqual(code("ROOM_SHARES"));
    }
  });

  it.each(["identity.rotateKey", "identity.revokeKey", "identity.enrol"])(
    "is no %s for a person",
    (type) => {
      expect(unfit({ type, sale: null }, ana)).toEqual(code("ROOM_TYPE"));
      expect(unfit({ type, sale: null }, null)).toBeNull();
    },
  );

  it.each(["land.lodge", "land.determine", "land.withdraw"])("may be a %s", (type) => {
    expect(unfit({ type, sale: null }, ana)).toBeNull();
  });
});
