import { portalError } from "./errors.js";

/** @throws PORTAL_FINGERPRINT unless it is 64 lower-case hexadecimal digits */
function assertFingerprint(hex: string): void {
  if (!/^[0-9a-f]{64}$/.test(hex) || hex.length !== 64) {
    throw portalError("PORTAL_FINGERPRINT", { length: hex.length });
  }
}

/** The sixteen groups of four digits. @throws PORTAL_FINGERPRINT */
export function groupsOf(hex: string): string[] {
  assertFingerprint(hex);
  return Array.from({ length: 16 }, (_, group) => hex.slice(group * 4, group * 4 + 4));
}

/** The value of each digit, 0 to 15. @throws PORTAL_FINGERPRINT */
export function digitsOf(hex: string): number[] {
  assertFingerprint(hex);
  return Array.from(hex, (digit) => Number.parseInt(digit, 16));
}
