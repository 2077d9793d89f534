import { digitsOf } from "./fingerprint.js";

/** Fifteen points over the width, each fifteen units apart; heights in fifteenths, so all is integer. */
export const cutBox = { width: 210, height: 540 } as const;

const points = 15;
const step = 15;
/** The gap between the two halves. */
const seam = 105;
const peak = (digit: number): number => 45 + 9 * digit;
const trough = (digit: number): number => 255 + 11 * digit;

/** SVG path data of the two halves: each closed, to fill, and its outline, open. */
type Cut = {
  readonly upper: string;
  readonly upperEdge: string;
  readonly lower: string;
  readonly lowerEdge: string;
};

/**
 * The indented cut: the depth of point *i* is hex digit *i* of the fingerprint, peaks and troughs
 * alternate, and an odd digit 15 puts a trough first. Equal fingerprints meet, others do not.
 * @throws PORTAL_FINGERPRINT
 */
export function cutOf(fingerprintHex: string): Cut {
  const digits = digitsOf(fingerprintHex);
  const troughFirst = (digits[points] as number) % 2;
  const depths = digits
    .slice(0, points)
    .map((digit, i) => ((i + troughFirst) % 2 === 1 ? trough(digit) : peak(digit)));
  const line = (shift: number) =>
    depths.map((depth, i) => `${i * step} ${depth + shift}`).join("L");
  const { width, height } = cutBox;
  return {
    upper: `M0 -15L${line(0)}L${width} -15Z`,
    upperEdge: `M0 0L${line(0)}L${width} 0`,
    lower: `M0 ${height + 15}L${line(seam)}L${width} ${height + 15}Z`,
    lowerEdge: `M0 ${height}L${line(seam)}L${width} ${height}`,
  };
}
