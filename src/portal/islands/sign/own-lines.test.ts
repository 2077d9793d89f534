import { describe, expect, it } from "vitest";
import type { DraftOpening } from "../../../api/routes/drafts.js";
import { toHex } from "../../../base/text.js";
import { commitmentPaths, deedSource, priceCommitment } from "../../../sdk/sale.js";
import { checksOf } from "./checks.js";
import type { Person } from "./people.js";
import type { Sale } from "./sale.js";
import { toldDigest, wordsOf } from "./words.js";

const [ana, bo, cy] = ["a", "b", "c"].map((c) => c.repeat(32)) as [string, string, string];
const [salt, other] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
const digest = new Uint8Array(32).fill(7);
const price = { amount: 24_850_000, currency: "EUR" };
const deed = { kind: "deed", date: "2026-11-25", digest, validatedBy: "registry" } as const;
const takes = (id: string) => ({
  holders: [{ kind: "person" as const, id }],
  share: [1, 4] as [number, number],
  sources: [deedSource(deed, salt)],
});
const sale: Sale = {
  kind: "transfer",
  body: {
    title: "NG-42",
    from: [{ right: "NG-42.1", share: [1, 2] }],
    to: [takes(bo), takes(cy)],
    price: priceCommitment(salt, price),
    inLaw: null,
    grounds: null,
    entry: null,
  },
  given: [
    {
      right: "NG-42.1",
      holders: [ana],
      has: [1, 1],
      gives: [1, 2],
      rest: { numerator: 1n, denominator: 2n },
    },
  ],
  taken: [
    { holders: [bo], share: [1, 4] },
    { holders: [cy], share: [1, 4] },
  ],
  stays: [],
  lodged: [],
  sum: { given: "1/2", taken: "1/2" },
};
const someone = (handle: string, name: string, isMe = false): Person => ({
  keyId: handle,
  handle,
  name,
  role: "takes",
  share: null,
  hasSigned: false,
  isNamed: true,
  isMe,
});
const people = [someone(ana, "Ana"), someone(bo, "Bo", true), someone(cy, "Cy")];
const told = (of: string | null, path: string, value: DraftOpening["value"], by = salt) => ({
  of,
  path,
  salt: toHex(by),
  value,
});
const priceTold = told(null, commitmentPaths.price, price);
const deedTold = told(bo, commitmentPaths.source, { sha256: toHex(digest) });

const rowsFor = (openings: readonly DraftOpening[], who = people) =>
  Object.fromEntries(wordsOf(sale, who, openings).rows);

describe("the words of a signing room", () => {
  it("say who gives and who receives, and what the reader's own part is", () => {
    const { sentences } = wordsOf(sale, people, []);
    expect(sentences.slice(0, 3)).toEqual([
      "Ana gives 1/2 of title NG-42.",
      "Bo receives 1/4.",
      "Cy receives 1/4.",
    ]);
    expect(rowsFor([])).toMatchObject({ "You receive": "1/4 of title NG-42", Ends: "no right" });
    const seller = [someone(ana, "Ana", true), someone(bo, "Bo"), someone(cy, "Cy")];
    expect(rowsFor([], seller)).toMatchObject({
      "You give": "1/2 of title NG-42",
      "You keep": "1/2 of title NG-42",
    });
  });

  it("show the price to whom it was told, and only where it fits the commitment", () => {
    expect(rowsFor([])["Price"]).toBe("closed to you");
    expect(rowsFor([priceTold])["Price"]).toBe("EUR\u00a0248,500.00");
    const less = told(null, commitmentPaths.price, { ...price, amount: 1 });
    expect(rowsFor([less])["Price"]).toContain("does not match");
    const salted = told(null, commitmentPaths.price, price, other);
    expect(rowsFor([salted])["Price"]).toContain("does not match");
  });

  it("know the document that the taker was told of, and no other", () => {
    expect(toldDigest(sale, [deedTold])).toBe(toHex(digest));
    const wrong = told(bo, commitmentPaths.source, { sha256: toHex(digest) }, other);
    expect(toldDigest(sale, [wrong])).toBeNull();
    expect(rowsFor([wrong])["Document"]).toContain("does not match");
  });

  it("are checked: shares, what is held, what was lodged before", () => {
    expect(checksOf(sale).every(({ ok }) => ok)).toBe(true);
    const rest = { numerator: -1n, denominator: 2n };
    const given = sale.given.map((right) => ({ ...right, rest }));
    const sum = { given: "1/2", taken: "3/8" };
    const bad = checksOf({ ...sale, given, sum, lodged: ["main.7"] });
    expect(bad.map(({ ok }) => ok)).toEqual([false, false, false]);
    expect(
      checksOf({ ...sale, lodged: ["main.7"], body: { ...sale.body, entry: "main.7" } })[2]?.ok,
    ).toBe(true);
  });
});
