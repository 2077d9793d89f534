import { expect, it } from "vitest";
import { toHex } from "../../base/text.js";
import { Coefficients } from "./coefficients.js";

/** Digits in the form of which there is one for every number: width 4, odd, others at least four bits up. */
function digitsOf(bytes: Uint8Array): number[] {
  const digits: number[] = [];
  for (let rest = BigInt(`0x${toHex(bytes.toReversed())}`); rest !== 0n; rest >>= 1n) {
    if ((rest & 1n) === 0n) continue;
    const digit = BigInt.asIntN(4, rest);
    digits.push(Number(digit));
    rest -= digit;
  }
  return digits;
}

it("gives numbers of 16 digits, all different, every digit as often", () => {
  const coefficients = new Coefficients(new Uint8Array(3));
  const given = Array.from({ length: 1000 }, () => coefficients.next());
  expect(new Set(given.map(toHex)).size).toBe(1000);
  const counts = new Map<number, number>();
  for (const bytes of given) {
    expect(bytes[31]).toBeLessThan(0x10);
    const digits = digitsOf(bytes);
    expect(digits).toHaveLength(16);
    for (const digit of digits) counts.set(digit, (counts.get(digit) ?? 0) + 1);
  }
  expect([...counts.keys()].sort((a, b) => a - b)).toEqual([-7, -5, -3, -1, 1, 3, 5, 7]);
  // 1,875 of each sign below the highest digits, which are positive: 2,125 of each positive one.
  for (const [digit, count] of counts) {
    expect(Math.abs(count - (digit < 0 ? 1875 : 2125))).toBeLessThan(250);
  }
});

it("depends on every byte of the transcript and on nothing else", () => {
  const first = (byte: number) => toHex(new Coefficients(Uint8Array.of(1, byte)).next());
  expect(first(2)).toBe(first(2));
  expect(first(2)).not.toBe(first(3));
});
