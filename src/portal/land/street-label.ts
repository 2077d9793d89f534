import type { Metres } from "./metres.js";
import type { Sheet } from "./plan.js";

export type StreetLabel = {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  /** Degrees, clockwise; never upside down. */
  readonly angle: number;
};

/** Letters at 14 units with their spacing. */
const LETTER = 8;
const MARGIN = 24;

/** The name along the longest straight piece of the street on the sheet, if there is room for it. */
export function streetLabel(
  text: string,
  line: readonly Metres[],
  { width, height }: Sheet,
): StreetLabel | null {
  const bounds = { minX: MARGIN, minY: MARGIN, maxX: width - MARGIN, maxY: height - MARGIN };
  const pieces = line.slice(1).flatMap((to, i) => clip(line[i] as Metres, to, bounds) ?? []);
  const lengthOf = ([[x1, y1], [x2, y2]]: Piece) => Math.hypot(x2 - x1, y2 - y1);
  const [longest] = pieces.sort((a, b) => lengthOf(b) - lengthOf(a));
  if (longest === undefined || lengthOf(longest) < text.length * LETTER) return null;
  const [[x1, y1], [x2, y2]] = longest;
  const slope = (Math.atan2(y2 - y1, x2 - x1) * 180) / Math.PI;
  const upright = slope > 90 ? slope - 180 : slope <= -90 ? slope + 180 : slope;
  const round = (value: number) => Math.round(value * 10) / 10;
  return { text, x: round((x1 + x2) / 2), y: round((y1 + y2) / 2), angle: round(upright) };
}

type Piece = readonly [Metres, Metres];
type Bounds = { minX: number; minY: number; maxX: number; maxY: number };

/** The part of a straight line inside the bounds (Liang and Barsky 1984). */
function clip([x1, y1]: Metres, [x2, y2]: Metres, bounds: Bounds): [Piece] | null {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const edges = [
    [-dx, x1 - bounds.minX],
    [dx, bounds.maxX - x1],
    [-dy, y1 - bounds.minY],
    [dy, bounds.maxY - y1],
  ] as const;
  let [enters, leaves] = [0, 1];
  for (const [direction, distance] of edges) {
    if (direction === 0) {
      if (distance < 0) return null;
    } else if (direction < 0) enters = Math.max(enters, distance / direction);
    else leaves = Math.min(leaves, distance / direction);
  }
  if (enters >= leaves) return null;
  const at = (part: number): Metres => [x1 + part * dx, y1 + part * dy];
  return [[at(enters), at(leaves)]];
}
