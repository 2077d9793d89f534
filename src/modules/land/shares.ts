import { z } from "zod";

const part = z
  .int()
  .min(1)
  .max(2 ** 32 - 1);
/** [numerator, denominator] as the deed has it: 250/1000 stays what it is. */
export const share = z.tuple([part, part]);
export type Share = z.infer<typeof share>;

/** Whether the shares sum to exactly 1; 3 × 3333/10000 do not. */
export function sumToOne(shares: readonly Share[]): boolean {
  let [numerator, denominator] = [0n, 1n];
  for (const [n, d] of shares) {
    numerator = numerator * BigInt(d) + BigInt(n) * denominator;
    denominator *= BigInt(d);
  }
  return numerator === denominator;
}
