import { InvalidArgumentError } from "commander";

/** An option's value that counts something, or is a seed. */
export function wholeNumber(text: string): number {
  if (!/^\d{1,10}$/.test(text)) throw new InvalidArgumentError("a whole number");
  return Number(text);
}
