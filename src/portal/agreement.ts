import type { AgencyView, HomeView } from "./view.js";

/** A co-signature is made afresh every ten minutes; one older than a day says nothing of today. */
const todayMs = 86_400_000;

type Signed = AgencyView & { readonly signedAtMs: number };

/**
 * What the checked co-signatures say. `sinceMs` is the quorum-th newest of their times: at that
 * moment, and not later, a quorum had signed.
 */
type Agreement =
  | { readonly state: "all" | "quorum" | "earlier"; readonly sinceMs: number }
  | { readonly state: "unknown"; readonly sinceMs: null };

export function hasSigned(agency: AgencyView): agency is Signed {
  return agency.signedAtMs !== null;
}

export function agreementOf(view: Pick<HomeView, "agencies" | "quorum" | "nowMs">): Agreement {
  const newestFirst = view.agencies
    .filter(hasSigned)
    .map((agency) => agency.signedAtMs)
    .sort((a, b) => b - a);
  const sinceMs = newestFirst[view.quorum - 1];
  if (sinceMs === undefined) return { state: "unknown", sinceMs: null };
  if (view.nowMs - sinceMs > todayMs) return { state: "earlier", sinceMs };
  return { state: newestFirst.length === view.agencies.length ? "all" : "quorum", sinceMs };
}
