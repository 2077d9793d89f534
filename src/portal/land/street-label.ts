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

/** The name along the longest stretch of the street on the sheet, if there is room for it. */
export function streetLabel(
  text: string,
  line: readonly Metres[],
  { width, height }: Sheet,
): StreetLabel | null {
  const bounds = { minX: MARGIN, minY: MARGIN, maxX: width - MARGIN, maxY: height - MARGIN };
  const [longest] = stretchesOf(line, bounds).sort((a, b) => lengthOf(b) - lengthOf(a));
  const spare = longest === undefined ? -1 : lengthOf(longest) - text.length * LETTER;
  if (longest === undefined || spare < 0) return null;
  // Streets bend: the name lies on the chord of as much of the middle as it needs.
  const [x1, y1] = pointAt(longest, spare / 2);
  const [x2, y2] = pointAt(longest, lengthOf(longest) - spare / 2);
  const slope = (Math.atan2(y2 - y1, x2 - x1) * 180) / Math.PI;
  const upright = slope > 90 ? slope - 180 : slope <= -90 ? slope + 180 : slope;
  const round = (value: number) => Math.round(value * 10) / 10;
  return { text, x: round((x1 + x2) / 2), y: round((y1 + y2) / 2), angle: round(upright) };
}

/** What of the line is inside the bounds, in one piece where it does not leave them. */
function stretchesOf(line: readonly Metres[], bounds: Bounds): Metres[][] {
  const stretches: Metres[][] = [];
  for (const [i, to] of line.entries()) {
    const piece = i === 0 ? null : clip(line[i - 1] as Metres, to, bounds);
    if (piece === null) continue;
    const [start, end] = piece;
    const last = stretches.at(-1);
    const [x, y] = last?.at(-1) ?? [];
    if (last !== undefined && x === start[0] && y === start[1]) last.push(end);
    else stretches.push([start, end]);
  }
  return stretches;
}

const distance = ([x1, y1]: Metres, [x2, y2]: Metres): number => Math.hypot(x2 - x1, y2 - y1);
const lengthOf = (line: readonly Metres[]): number =>
  line.slice(1).reduce((sum, to, i) => sum + distance(line[i] as Metres, to), 0);

/** The point so far along a line of at least two. */
function pointAt(line: readonly Metres[], along: number): Metres {
  let left = along;
  for (const [i, to] of line.slice(1).entries()) {
    const from = line[i] as Metres;
    const length = distance(from, to);
    if (left <= length && length > 0) {
      const part = left / length;
      return [from[0] + part * (to[0] - from[0]), from[1] + part * (to[1] - from[1])];
    }
    left -= length;
  }
  return line.at(-1) as Metres;
}

type Piece = readonly [Metres, Metres];
type Bounds = { minX: number; minY: number; maxX: number; maxY: number };

/** The part of a straight line inside the bounds (Liang and Barsky 1984). */
function clip([x1, y1]: Metres, [x2, y2]: Metres, bounds: Bounds): Piece | null {
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
  return [at(enters), at(leaves)];
}
