import type { Format } from "../format.js";

/** Receipts speak the ledger's time, wherever they are read. */
export const zone = "UTC";

/** "9 October 2026, 10:42:07 UTC" */
export const longTime = (ms: number, as: Format): string =>
  `${as.date(ms)}, ${as.clockSeconds(ms)} ${zone}`;
