import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fractionText, restOf, type Share, sumOf, sumToOne, toShare } from "./shares.js";

const part = fc.integer({ min: 1, max: 2 ** 32 - 1 });
const share = fc.tuple(part, part);

describe("shares", () => {
  it.each<[Share[], boolean]>([
    [[[1, 1]], true],
    [
      [
        [250, 1000],
        [750, 1000],
      ],
      true,
    ],
    [
      [
        [1, 3],
        [1, 3],
        [1, 3],
      ],
      true,
    ],
    [
      [
        [3333, 10_000],
        [3333, 10_000],
        [3333, 10_000],
      ],
      false,
    ],
    [[], false],
  ])("%j sum to 1: %s", (shares, whole) => expect(sumToOne(shares)).toBe(whole));

  it("what is left and what was given are what there was", () => {
    fc.assert(
      fc.property(share, share, (has, gives) => {
        const left = restOf(has, gives);
        const [a, b] = [BigInt(has[0]) * BigInt(gives[1]), BigInt(gives[0]) * BigInt(has[1])];
        expect(left.numerator < 0n).toBe(a < b);
        expect(left.numerator === 0n).toBe(a === b);
        const rest = toShare(left);
        if (rest !== null) expect(sumOf([rest, gives])).toEqual(sumOf([has]));
      }),
    );
  });

  it("are in lowest terms, whatever their order", () => {
    fc.assert(
      fc.property(fc.array(share, { maxLength: 8 }), (shares) => {
        expect(sumOf(shares.toReversed())).toEqual(sumOf(shares));
      }),
    );
    expect(
      fractionText(
        sumOf([
          [1, 4],
          [1, 4],
        ]),
      ),
    ).toBe("1/2");
    expect(toShare(restOf([1, 2], [1, 4_294_967_291]))).toBeNull();
  });
});
