import type { TrustFile } from "../../crypto/trust.js";

/** Names of the agencies with a key that counts at a size of the log; null is from now on. */
export function agenciesAt({ agencies }: TrustFile, size: number | null): readonly string[] {
  const there = agencies.filter(({ from, to }) =>
    size === null ? to === null : from <= size && (to === null || size <= to),
  );
  return [...new Set(there.map(({ agency }) => agency))];
}
