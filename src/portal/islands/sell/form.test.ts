import { describe, expect, it } from "vitest";
import { checkForm, equalParts, parseAmount, parseShare, type SaleForm } from "./form.js";

const [bo, cy] = ["b".repeat(32), "c".repeat(32)];
const form = (change: Partial<SaleForm> = {}): SaleForm => ({
  give: "1/2",
  takers: [
    { code: bo, share: "1/4" },
    { code: ` ${cy.toUpperCase()} `, share: "1/4" },
  ],
  price: "",
  currency: "EUR",
  ...change,
});
const taker = (code: string, share: string) => ({ code, share });

describe("what a seller fills in", () => {
  it("is a sale when the shares add up exactly", () => {
    const { sale, problems } = checkForm(form({ price: "248,500.5" }), [1, 1]);
    expect(problems).toEqual({});
    expect(sale).toEqual({
      give: [1, 2],
      takers: [
        { handle: bo, share: [1, 4] },
        { handle: cy, share: [1, 4] },
      ],
      price: { amount: 24_850_050, currency: "EUR" },
    });
  });

  it("gives all of the right where nothing is kept", () => {
    expect(checkForm(form(), [2, 4]).sale?.give).toBeNull();
  });

  it.each([
    [
      "3 × 3333/10000 of the whole",
      form({
        give: "1",
        takers: ["a", "b", "c"].map((c) => taker(c.repeat(32), "3333/10000")),
      }),
      "sum",
      "Refused: the shares do not add up. Given 1, taken 9999/10000. Nothing was changed. Code LAND_SHARES_SUM",
    ],
    [
      "more than is held",
      form({ give: "2/3", takers: [taker(bo, "2/3")] }),
      "give",
      "You hold 1/2.",
    ],
    [
      "a share of nothing",
      form({ takers: [taker(bo, "0/4")] }),
      "share0",
      "a fraction such as 1/4",
    ],
    ["no code", form({ takers: [taker("Bo", "1/2")] }), "code0", "32 letters and digits"],
    ["one code twice", form({ takers: [taker(bo, "1/4"), taker(bo, "1/4")] }), "sum", "twice"],
    ["a price in words", form({ price: "much" }), "price", "248,500.00"],
  ])("%s is refused", (_, wrong, field, words) => {
    const { sale, problems } = checkForm(wrong, [1, 2]);
    expect(sale).toBeNull();
    expect(problems[field]).toContain(words);
  });

  it("reads shares and amounts as people write them", () => {
    expect(["1/4", " 1 / 4 ", "1", "0", "1/0", "-1/2", "0.5", ""].map(parseShare)).toEqual([
      [1, 4],
      [1, 4],
      [1, 1],
      null,
      null,
      null,
      null,
      null,
    ]);
    expect(["5", "5.1", "1 000,000.07", "5.123", "x"].map(parseAmount)).toEqual([
      500,
      510,
      100_000_007,
      null,
      null,
    ]);
  });

  it("divides what is given", () => {
    expect(equalParts("1/2", 2)).toBe("1/4");
    expect(equalParts("2/3", 2)).toBe("1/3");
    expect(equalParts("x", 2)).toBe("");
  });
});
