/** Parts of sentences that several pages share. */

const words = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

export const word = (count: number): string => words[count] ?? String(count);
export const Word = (count: number): string =>
  word(count).replace(/^./, (first) => first.toUpperCase());
export const plural = (count: number, one: string, other: string): string =>
  count === 1 ? one : other;
export const agencies = (count: number): string =>
  `${word(count)} ${plural(count, "agency", "agencies")}`;
