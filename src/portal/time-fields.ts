import { isTime } from "../base/time.js";

/** Fields of records and bodies that hold ms since 1970. */
const names: ReadonlySet<string> = new Set([
  "beginLifespanVersion",
  "decided",
  "founded",
  "from",
  "inLaw",
  "lodged",
  "made",
  "opened",
  "registered",
  "revoked",
  "time",
  "to",
  "until",
  "validUntil",
]);
/** 2001: below it `from` and `to` are sizes of a log. What took effect in law may be as old as law. */
const LEAST_MS = 1_000_000_000_000;

export function isTimeField(name: string, value: number): boolean {
  return names.has(name) && isTime(value) && (name === "inLaw" || value > LEAST_MS);
}
