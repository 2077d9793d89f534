import { limits } from "../base/limits.js";

/** Segments, none of them `.` or `..`. */
const SEGMENTS = /^(?!\.{1,2}(?:\/|$))[A-Za-z0-9._~-]+(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._~-]+)*$/;
const TRANSACTION = /^tx\/[0-9a-f]{64}$/;
const TICK = /^tick\/(?:0|[1-9][0-9]{0,15})$/;
/** First segments that the ledger alone writes under; no module may bear such a name. */
export const LEDGER_SEGMENTS = ["tx", "tick", "seal", "genesis"] as const;

export type KeyKind = (typeof LEDGER_SEGMENTS)[number] | "module";

/** 1 to 200 bytes; segments of `[A-Za-z0-9._~-]+` joined by `/`, none of them `.` or `..`. */
export function isKey(key: string): boolean {
  return key.length <= limits.keyBytes && SEGMENTS.test(key);
}

/** Who writes under the key, or null where its first segment is the ledger's but its form is not. */
export function keyKind(key: string): KeyKind | null {
  const slash = key.indexOf("/");
  const first = slash < 0 ? key : key.slice(0, slash);
  switch (first) {
    case "tx":
      return TRANSACTION.test(key) ? "tx" : null;
    case "tick":
      return TICK.test(key) && Number.isSafeInteger(Number(key.slice(5))) ? "tick" : null;
    case "seal":
      return key === "seal" ? "seal" : null;
    case "genesis":
      return key === "genesis" ? "genesis" : null;
    default:
      return "module";
  }
}
