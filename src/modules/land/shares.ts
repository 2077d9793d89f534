import { z } from "zod";

const part = z
  .int()
  .min(1)
  .max(2 ** 32 - 1);
/** [numerator, denominator] as the deed has it: 250/1000 stays what it is. */
export const share = z.tuple([part, part]);
export type Share = z.infer<typeof share>;

/** An exact rational in lowest terms; sums of shares outgrow numbers. */
export type Fraction = { readonly numerator: bigint; readonly denominator: bigint };
export const WHOLE: Share = [1, 1];

/** Lowest terms; the denominator is positive and the sign the numerator's. */
function reduced(numerator: bigint, denominator: bigint): Fraction {
  let [a, b] = [numerator < 0n ? -numerator : numerator, denominator];
  while (b !== 0n) [a, b] = [b, a % b];
  return { numerator: numerator / a, denominator: denominator / a };
}

export function sumOf(shares: readonly Share[]): Fraction {
  let [numerator, denominator] = [0n, 1n];
  for (const [n, d] of shares) {
    numerator = numerator * BigInt(d) + BigInt(n) * denominator;
    denominator *= BigInt(d);
  }
  return reduced(numerator, denominator);
}

export const equalFractions = (a: Fraction, b: Fraction): boolean =>
  a.numerator === b.numerator && a.denominator === b.denominator;

/** Negative where the share is less than what is taken from it. */
export function restOf([hasN, hasD]: Share, [n, d]: Share): Fraction {
  const numerator = BigInt(hasN) * BigInt(d) - BigInt(n) * BigInt(hasD);
  return reduced(numerator, BigInt(hasD) * BigInt(d));
}

/** The fraction as a record holds it; null where that has no room for it. */
export function toShare({ numerator, denominator }: Fraction): Share | null {
  const parsed = share.safeParse([Number(numerator), Number(denominator)]);
  return parsed.success ? parsed.data : null;
}

export const fractionText = ({ numerator, denominator }: Fraction): string =>
  denominator === 1n ? String(numerator) : `${numerator}/${denominator}`;

/** Whether the shares sum to exactly 1; 3 × 3333/10000 do not. */
export const sumToOne = (shares: readonly Share[]): boolean =>
  equalFractions(sumOf(shares), sumOf([WHOLE]));
