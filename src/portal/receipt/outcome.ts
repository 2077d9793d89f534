import type { Examined } from "./examine.js";

export type Outcome = "good" | "old" | "mismatch" | "unchecked";

export const icons = { good: "done", old: "waits", mismatch: "no", unchecked: "waits" } as const;

/** A co-signature is made afresh every ten minutes; one older than a day says nothing of today. */
const dayMs = 86_400_000;

/** Not a fault of the receipt: it is for another trust file, or for a newer program. */
const unchecked = new Set(["CHECKPOINT_ORIGIN", "RECEIPT_VERSION"]);

/** Only "it is the newest" grows old: that something happened, or was in force on a day, stays so. */
export function outcomeOf({ receipt, code }: Examined, nowMs: number): Outcome {
  if (receipt === null) return unchecked.has(code ?? "") ? "unchecked" : "mismatch";
  const ages = receipt.current && receipt.asOf === null;
  return ages && nowMs - receipt.cosigned > dayMs ? "old" : "good";
}
