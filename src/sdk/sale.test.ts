import { describe, expect, it } from "vitest";
import { deed, handle } from "../../test/land.js";
import { gives, halfOfP, sale, takes } from "../../test/sale.js";
import { encodeCbor } from "../codec/cbor-encode.js";
import type { Cbor } from "../codec/cbor-value.js";
import { sha256 } from "../crypto/hash.js";
import { transferBody } from "../modules/land/bodies.js";
import { sentences } from "../modules/land/sentences.js";
import {
  deedSource,
  determineBody,
  priceCommitment,
  saleDigest,
  saleSummary,
  saleTerms,
} from "./sale.js";

const texts = (type: string, body: Cbor) => saleSummary(type, body)?.map(({ text }) => text);

describe("saleSummary", () => {
  it("says who gives and takes what, from the body alone", () => {
    const body = sale(halfOfP, { price: new Uint8Array(32), inLaw: 0, entry: "nord.2" });
    expect(saleSummary("land.transfer", body)).toEqual([
      { about: "title", text: "Title p", handles: [] },
      { about: "gives", text: "Right p.1 gives 1/2 of the title.", handles: [] },
      { about: "takes", text: `${handle(2)} takes 1/4 of the title.`, handles: [handle(2)] },
      { about: "takes", text: `${handle(3)} takes 1/4 of the title.`, handles: [handle(3)] },
      { about: "price", text: "The price is sealed.", handles: [] },
      { about: "effect", text: "It takes effect as of 1970-01-01T00:00:00.000Z.", handles: [] },
      { about: "lodged", text: "It was lodged as entry nord.2.", handles: [] },
    ]);
  });

  it("of a lodging and a determination", () => {
    const terms = saleTerms("p", [gives("p.1", null)], [takes([1, 1], 2, 3)]);
    expect(texts("land.lodge", terms)).toEqual([
      "Title p",
      "Right p.1 gives all that it holds, and ends.",
      `${handle(2)} and ${handle(3)} take jointly all of the title.`,
      "It takes its rank now and no effect before it is registered.",
    ]);
    const { to } = terms;
    const body = determineBody({ title: "p", right: "p.1", to, sources: [[deed(2)]] });
    expect(texts("land.determine", body)?.at(-1)).toBe("It takes effect when it is registered.");
  });

  it.each([
    ["land.register", halfOfP],
    ["land.transfer", halfOfP],
    ["land.lodge", { ...halfOfP, more: 1 }],
  ])("is null for what is no sale: %s", (type, body) => expect(saleSummary(type, body)).toBeNull());
});

describe("sentences", () => {
  const parse = (body: Cbor) => transferBody.parse(body);
  const sold = { price: new Uint8Array(32) };
  const of = (...to: ReturnType<typeof takes>[]) => saleTerms("p", [gives("p.1", null)], to);
  it.each([
    [sale(halfOfP, sold), "Sold 1/2 of title p to two new holders, 1/4 each"],
    [sale(halfOfP), "Transferred 1/2 of title p to two new holders, 1/4 each"],
    [sale(of(takes([2, 2], 2)), sold), "Sold title p to a new holder"],
    [sale(of(takes([1, 1], 2, 3))), "Transferred title p to two new holders jointly"],
    [
      sale(of(takes([1, 2], 2), takes([1, 3], 3), takes([1, 6], 4, 5))),
      "Transferred title p to three new parties, 1/2, 1/3 and 1/6",
    ],
  ])("%#: %s", (body, sentence) => expect(sentences.transfer(parse(body))).toBe(sentence));

  it("of what is lodged and decided", () => {
    const what = "1/2 of title p to two new holders, 1/4 each";
    expect(sentences.lodge(halfOfP)).toBe(`Lodged the transfer of ${what}`);
    expect(sentences.withdraw({ entry: "nord.2" })).toBe(
      "Withdrew what was lodged as entry nord.2",
    );
    const { to } = parse(sale(halfOfP));
    const found = { title: "p", right: "p.1", to, inLaw: null, grounds: null };
    expect(sentences.determine(found)).toBe(
      "Found out who holds 1/2 of title p: two new holders, 1/4 each",
    );
  });
});

it("the digest of what is lodged is of the terms alone", () => {
  const expected = sha256(
    encodeCbor(["counterfoil/land/transfer/v1", "p", halfOfP.from, halfOfP.to]),
  );
  expect(saleDigest(halfOfP)).toEqual(expected);
});

it("commitments differ by their salts, so no two holders share one", () => {
  const about = {
    kind: "deed",
    date: "2026-03-02",
    digest: new Uint8Array(32),
    validatedBy: "r",
  } as const;
  const [a, b] = [1, 2].map((n) => deedSource(about, new Uint8Array(32).fill(n)).commitment);
  expect(a).not.toEqual(b);
  const price = { amount: 25_000_000, currency: "EUR" };
  const closed = [1, 2].map((n) => priceCommitment(new Uint8Array(32).fill(n), price));
  expect(closed[0]).not.toEqual(closed[1]);
});
