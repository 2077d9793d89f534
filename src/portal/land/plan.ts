import type { Box } from "../../modules/land/geometry/bounding-box.js";
import { boundingBox } from "../../modules/land/geometry/bounding-box.js";
import { type Point, ringsOf, type Shape } from "../../modules/land/geometry/shape.js";
import { type DrawnRings, roomIn } from "./label-point.js";
import { type Metres, metresFrom } from "./metres.js";
import { shortNumber } from "./short-number.js";
import { type StreetLabel, streetLabel } from "./street-label.js";
import type { GridView, PlanParcelView, PlanView } from "./view.js";

/** Units of the drawing, which are CSS pixels at full size. A narrow page has a plan of its own. */
export type Sheet = { readonly width: number; readonly height: number };
export const sheets = {
  wide: { width: 720, height: 400 },
  narrow: { width: 288, height: 300 },
} as const satisfies Readonly<Record<string, Sheet>>;

/** The part of a sheet that the parcel itself may take: the rest shows what lies around it. */
const FILLS = 0.5;
/** A plan shows at least so many metres, or the neighbours of a small plot would be gone. */
const LEAST_METRES = 40;

type Lettering = { readonly x: number; readonly y: number; readonly text: string };

export type DrawnParcel = {
  readonly id: string;
  readonly title: string | null;
  readonly path: string;
  /** Null where the parcel is too small for its number. */
  readonly label: Lettering | null;
};

export type Plan = Sheet & {
  readonly here: DrawnParcel;
  readonly neighbours: readonly DrawnParcel[];
  readonly streets: readonly StreetLabel[];
  readonly scale: { readonly metres: number; readonly width: number };
};

type Drawing = { readonly sheet: Sheet; readonly toSheet: (point: Point) => Metres };

/** Metres around the middle of a shape, and how many of them one unit of the sheet shows. */
function fit(grid: GridView, shape: Shape, sheet: Sheet) {
  const { minX, minY, maxX, maxY } = boundingBox(shape);
  const middle: Point = [(minX + maxX) / 2, (minY + maxY) / 2];
  const toMetres = metresFrom(grid, middle);
  const [east, north] = toMetres([maxX, maxY]);
  const metresPerUnit = Math.max(
    (2 * east) / (sheet.width * FILLS),
    (2 * north) / (sheet.height * FILLS),
    LEAST_METRES / sheet.height,
  );
  return { middle, toMetres, metresPerUnit };
}

/** What a plan of the shape shows, in steps of the grid: the parcels in it are its neighbours. */
export function planWindow(grid: GridView, shape: Shape): Box {
  const boxes = Object.values(sheets).map((sheet) => {
    const { middle, toMetres, metresPerUnit } = fit(grid, shape, sheet);
    const [stepX, stepY] = toMetres([middle[0] + 1, middle[1] + 1]);
    const halfX = (sheet.width * metresPerUnit) / 2 / stepX;
    const halfY = (sheet.height * metresPerUnit) / 2 / stepY;
    return {
      minX: Math.floor(middle[0] - halfX),
      minY: Math.floor(middle[1] - halfY),
      maxX: Math.ceil(middle[0] + halfX),
      maxY: Math.ceil(middle[1] + halfY),
    };
  });
  return {
    minX: Math.min(...boxes.map(({ minX }) => minX)),
    minY: Math.min(...boxes.map(({ minY }) => minY)),
    maxX: Math.max(...boxes.map(({ maxX }) => maxX)),
    maxY: Math.max(...boxes.map(({ maxY }) => maxY)),
  };
}

/** The drawing as paths and places of words: north is up. */
export function planOf(view: PlanView, sheet: Sheet): Plan {
  const { toMetres, metresPerUnit } = fit(view.grid, view.here.shape, sheet);
  const toSheet = (point: Point): Metres => {
    const [east, north] = toMetres(point);
    return [sheet.width / 2 + east / metresPerUnit, sheet.height / 2 - north / metresPerUnit];
  };
  const drawing = { sheet, toSheet };
  const numbers = numbersOf(view);
  const metres = roundLength(sheet.width * 0.22 * metresPerUnit);
  return {
    ...sheet,
    here: draw(view.here, numbers, drawing),
    neighbours: view.neighbours.map((parcel) => draw(parcel, numbers, drawing)),
    streets: view.streets.flatMap(({ name, line }) => {
      return streetLabel(name, line.map(toSheet), sheet) ?? [];
    }),
    scale: { metres, width: metres / metresPerUnit },
  };
}

function draw(
  { id, title, shape }: PlanParcelView,
  numbers: ReadonlyMap<string, string>,
  { sheet, toSheet }: Drawing,
): DrawnParcel {
  const parts: DrawnRings[] = shape.map((part) => ringsOf(part).map((ring) => ring.map(toSheet)));
  const path = parts.flat().map(pathOf).join("");
  return { id, title, path, label: letter(numbers.get(id), parts, sheet) };
}

/** Digits at 13 units are some seven wide. */
const DIGIT = 7.2;

function letter(
  text: string | undefined,
  parts: readonly DrawnRings[],
  sheet: Sheet,
): Lettering | null {
  const room = roomIn(parts);
  if (text === undefined || room === null || room.width < text.length * DIGIT + 4) return null;
  return isFree(room, sheet) ? { x: round(room.x), y: round(room.y), text } : null;
}

/** On the sheet, and neither at the scale's corner nor at the arrow's. */
function isFree({ x, y }: { x: number; y: number }, { width, height }: Sheet): boolean {
  const scale = x < width * 0.25 + 70 && y > height - 46;
  const arrow = x > width - 60 && y < 76;
  return x > 18 && x < width - 18 && y > 16 && y < height - 14 && !scale && !arrow;
}

const round = (value: number): number => Math.round(value * 10) / 10;

/** Corners closer than this are one to the eye: a plan of a large parcel has thousands around it. */
const SEEN = 0.6;

function pathOf(ring: readonly Metres[]): string {
  const corners: string[] = [];
  let [lastX, lastY] = [Number.POSITIVE_INFINITY, 0];
  for (const [x, y] of ring) {
    if (Math.abs(x - lastX) < SEEN && Math.abs(y - lastY) < SEEN) continue;
    corners.push(`${round(x)} ${round(y)}`);
    [lastX, lastY] = [x, y];
  }
  return corners.length < 3 ? "" : `M${corners.join("L")}Z`;
}

/** House numbers where this parcel has one, else the parcels' own, without what they share with it. */
function numbersOf({ here, neighbours }: PlanView): ReadonlyMap<string, string> {
  const parcels = [here, ...neighbours];
  if (here.number !== null) {
    return new Map(parcels.flatMap(({ id, number }) => (number === null ? [] : [[id, number]])));
  }
  return new Map(parcels.map(({ id }) => [id, shortNumber(id, here.id)]));
}

/** The longest of 1, 2, 5 times a power of ten that is no longer. */
export function roundLength(metres: number): number {
  const power = 10 ** Math.floor(Math.log10(metres));
  const [factor = 1] = [5, 2, 1].filter((times) => times * power <= metres);
  return factor * power;
}
