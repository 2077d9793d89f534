/** [numerator, denominator] of the whole title. */
export type Share = readonly [number, number];

export const WHOLE: Share = [1, 1];

export const equal = ([a, b]: Share, [c, d]: Share): boolean => a * d === c * b;

/** What is left; in lowest terms. */
export const less = ([a, b]: Share, [c, d]: Share): Share => lowest(a * d - c * b, b * d);

/** One of so many equal parts; in lowest terms. */
export const part = ([a, b]: Share, parts: number): Share => lowest(a, b * parts);

function lowest(numerator: number, denominator: number): Share {
  const divisor = common(numerator, denominator);
  return [numerator / divisor, denominator / divisor];
}

const common = (a: number, b: number): number => (b === 0 ? a : common(b, a % b));
