/** @jsxImportSource preact */
import { boxOf } from "../../modules/land/geometry/bounding-box.js";
import { type Point, ringsOf } from "../../modules/land/geometry/shape.js";
import { type Metres, metresFrom } from "./metres.js";
import type { Sheet } from "./plan.js";
import type { OverviewView } from "./view.js";

/** One sheet for every width: nothing on it is read by its letters. */
const LONGER = 1000;
const MARGIN = 12;

export type Overview = Sheet & {
  /** All parcels as one path: the picture shows how they lie, the list names them. */
  readonly path: string;
};

const drawn = new WeakMap<OverviewView, Overview>();

/** Drawn once for what it is made of: a commune takes a tenth of a second, and anyone may ask. */
export function overviewOf(view: OverviewView): Overview {
  const overview = drawn.get(view) ?? draw(view);
  drawn.set(view, overview);
  return overview;
}

/** The parcels of a place, north up, so small that corners closer than a unit fall together. */
function draw({ grid, shapes }: OverviewView): Overview {
  const box = boxOf(shapes.flatMap((shape) => shape.map(({ outer }) => outer)));
  const toMetres = metresFrom(grid, [(box.minX + box.maxX) / 2, (box.minY + box.maxY) / 2]);
  const [east, north] = toMetres([box.maxX, box.maxY]);
  const [west, south] = toMetres([box.minX, box.minY]);
  // A place that is far longer than wide still gets a sheet that fits a window.
  const metresPerUnit = Math.max((east - west) / LONGER, (north - south) / (LONGER * 0.7));
  const width = Math.ceil((east - west) / metresPerUnit) + 2 * MARGIN;
  const height = Math.ceil((north - south) / metresPerUnit) + 2 * MARGIN;
  const toSheet = (point: Point): Metres => {
    const [x, y] = toMetres(point);
    return [MARGIN + (x - west) / metresPerUnit, MARGIN + (north - y) / metresPerUnit];
  };
  const path = shapes
    .flatMap((shape) => shape.flatMap(ringsOf))
    .map((ring) => pathOf(ring.map(toSheet)))
    .join("");
  return { width, height, path };
}

/** Relative and in whole units: a commune of thousands of parcels stays a page that loads at once. */
function pathOf(ring: readonly Metres[]): string {
  let path = "";
  let [lastX, lastY] = [0, 0];
  for (const [i, [exactX, exactY]] of ring.entries()) {
    const [x, y] = [Math.round(exactX), Math.round(exactY)];
    if (i === 0) path = `M${x} ${y}`;
    else if (x !== lastX || y !== lastY) path += `l${x - lastX} ${y - lastY}`;
    [lastX, lastY] = [x, y];
  }
  return `${path}z`;
}

/** Drawn by the server: what the map shows before it is there, and where it cannot be. */
export function OverviewDrawing({ overview, label }: { overview: OverviewView; label: string }) {
  const { width, height, path } = overviewOf(overview);
  return (
    <svg class="cf-map" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      <path class="lot" d={path} />
    </svg>
  );
}
