import type { Standing } from "../../../ledger/module.js";

/** ms since 1970 up to which each axis of time is looked at. */
export type Moments = { readonly law: number; readonly register: number };

type Timed = { readonly inLaw: number | null; readonly registered: number };

/**
 * The version that was in force on one day, as it was known on another: of what had been registered
 * by then, the newest that was in law by the other day. One whose day nobody knows counts since ever.
 * @param versions newest first
 */
export function versionAsOf<Value extends Timed>(
  versions: readonly Standing<Value>[],
  { law, register }: Moments,
): Standing<Value> | null {
  const found = versions.find(
    ({ value }) => value.registered <= register && (value.inLaw === null || value.inLaw <= law),
  );
  return found ?? null;
}

/** The last millisecond of a day, `YYYY-MM-DD` in UTC; null: no day, so no bound. */
export function endOf(day: string | null): number {
  return day === null ? Number.POSITIVE_INFINITY : Date.parse(day) + 86_400_000 - 1;
}
