import { InvalidArgumentError } from "commander";

/** An option's value that counts something, or is a seed. @throws InvalidArgumentError */
export function wholeNumber(text: string): number {
  if (!/^\d{1,10}$/.test(text)) throw new InvalidArgumentError("a whole number");
  return Number(text);
}

/** One above 0. @throws InvalidArgumentError */
export function positiveNumber(text: string): number {
  const number = wholeNumber(text);
  if (number === 0) throw new InvalidArgumentError("a whole number above 0");
  return number;
}
