import fc from "fast-check";
import { expect, it } from "vitest";
import { type LandNetwork, person, staff } from "../../../test/land.js";
import { gives, landOf, owner, type Share, sale, takes } from "../../../test/sale.js";
import { saleTerms } from "../../sdk/sale.js";
import type { LodgeBody } from "./bodies.js";
import { findTitle } from "./queries.js";
import { daybook } from "./schema.js";
import { sumToOne, toShare, WHOLE } from "./shares.js";

/** What somebody tries next; which right and which entry, by their place among those that there are. */
type Try = {
  readonly what: "transfer" | "lodge" | "register" | "withdraw" | "refuse";
  readonly at: number;
  /** How much of what is held is given, and in what proportions it is taken. */
  readonly part: readonly [number, number];
  readonly weights: readonly number[];
  readonly joint: boolean;
};

const tries = fc.record<Try>({
  what: fc.constantFrom("transfer", "transfer", "lodge", "lodge", "register", "withdraw", "refuse"),
  at: fc.nat(9),
  part: fc.tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 7 })),
  weights: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 3 }),
  joint: fc.boolean(),
});

const times = ([n, d]: Share, numerator: number, denominator: number): Share | null =>
  toShare({
    numerator: BigInt(n) * BigInt(numerator),
    denominator: BigInt(d) * BigInt(denominator),
  });

/** Everyone that there is signs everything: what is tried here is the arithmetic, not the authority. */
const everyone = [staff.north, ...Array.from({ length: 60 }, (_, i) => person(i + 1))];

class Life {
  readonly land: LandNetwork = landOf({ p: [owner(1)] });
  readonly #lodged = new Map<string, LodgeBody>();
  #persons = 1;

  /** The code of the try, or null where there is nothing to try it on. */
  try({ what, at, part, weights, joint }: Try): string | null {
    const rights = findTitle(this.land.reader, "p")?.rights ?? [];
    const right = rights[at % rights.length];
    const entries = [...this.#lodged.keys()];
    const entry = entries[at % entries.length];
    if (what === "transfer" || what === "lodge") {
      const has = right?.value.on.share ?? WHOLE;
      const terms = this.#terms(right?.id ?? "", has, part, weights, joint);
      if (terms === null) return null;
      return what === "lodge" ? this.#lodge(terms) : this.#run("land.transfer", sale(terms));
    }
    const terms = this.#lodged.get(entry ?? "");
    if (entry === undefined || terms === undefined) return null;
    if (what === "withdraw") return this.#run("land.withdraw", { entry });
    if (what === "refuse") return this.#run("land.refuse", { entry, grounds: null });
    return this.#run("land.transfer", sale(terms, { entry }));
  }

  #terms(
    right: string,
    has: Share,
    [a, b]: Try["part"],
    weights: Try["weights"],
    joint: boolean,
  ): LodgeBody | null {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const given = times(has, a, b);
    const shares = weights.map((weight) => (given === null ? null : times(given, weight, total)));
    if (given === null || shares.includes(null) || this.#persons > 50) return null;
    const to = shares.map((share) => {
      const persons = joint ? [++this.#persons, ++this.#persons] : [++this.#persons];
      return takes(share ?? WHOLE, ...persons);
    });
    return saleTerms("p", [gives(right, a === b ? null : given)], to);
  }

  #lodge(terms: LodgeBody): string {
    const code = this.#run("land.lodge", terms);
    const entries = [...this.land.records(daybook)].map(({ value }) => value.number);
    if (code === "ok") this.#lodged.set(`nord.${Math.max(...entries)}`, terms);
    return code;
  }

  #run(type: string, body: Parameters<LandNetwork["run"]>[1]): string {
    return this.land.run(type, body, everyone).code;
  }
}

const expected = new Set([
  ...["ok", "LAND_SHARE_TOO_LITTLE", "LAND_SHARE_TOO_FINE", "LAND_LODGED_BEFORE"],
  ...["LAND_ENTRY_DECIDED", "LAND_RIGHT_ENDED", "LAND_HANDLE_USED", "LAND_TITLE_FULL"],
]);

it("whatever is given by whom in whatever order, every invariant holds", () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(fc.array(tries, { maxLength: 15 }), (all) => {
      const life = new Life();
      for (const one of all) {
        const code = life.try(one);
        if (code === null) continue;
        expect(expected).toContain(code);
        seen.add(code);
      }
      expect(life.land.broken()).toEqual([]);
      const rights = findTitle(life.land.reader, "p")?.rights ?? [];
      expect(sumToOne(rights.map(({ value }) => value.on.share ?? WHOLE))).toBe(true);
    }),
    { numRuns: 40 },
  );
  expect([...seen]).toEqual(
    expect.arrayContaining(["ok", "LAND_SHARE_TOO_LITTLE", "LAND_LODGED_BEFORE"]),
  );
});
