import type { Facts } from "../../base/errors.js";
import { geometryError } from "../../modules/land/geometry/errors.js";
import {
  type Part,
  type Point,
  type Ring,
  type Shape,
  shapeLimits,
} from "../../modules/land/geometry/shape.js";
import { twiceSignedArea } from "../../modules/land/geometry/twice-signed-area.js";
import { checkCrs } from "./check-crs.js";
import { geojsonError } from "./errors.js";
import { isArray, isObject, type Json } from "./json.js";
import { unitsPerDegree } from "./parcel.js";

/**
 * How far from the grid a double may lie, in units. Computing in doubles leaves less than 1e-6, an
 * eighth digit 0.1; what is below 1e-10 degree (10 µm) counts as the former.
 */
const noiseUnits = 1e-3;

/**
 * A Polygon or MultiPolygon (RFC 7946 §3.1.6) in the grid of 1e-7 degree, every ring with its first
 * vertex where it was and run the ledger's way, whichever way the file had it. Not yet checked for
 * validity.
 * @throws GEOJSON_GEOMETRY, GEOJSON_POSITION, GEOJSON_RING_OPEN, GEOJSON_COORDINATE_RANGE,
 * GEOJSON_COORDINATE_PRECISION, GEOJSON_CRS, LAND_RING_TOO_SHORT, LAND_SHAPE_TOO_LARGE
 */
export function readShape(geometry: Json | undefined): Shape {
  const polygons = polygonsOf(geometry);
  checkSize(polygons);
  return polygons.map((rings, part): Part => {
    const [outer, ...holes] = rings.map((ring, index) => readRing(ring, { part, ring: index }));
    if (outer === undefined) throw geojsonError("GEOJSON_GEOMETRY", { part });
    return { outer: turned(outer, 1n), holes: holes.map((hole) => turned(hole, -1n)) };
  });
}

type Rings = readonly (readonly Json[])[];

function polygonsOf(geometry: Json | undefined): readonly Rings[] {
  if (!isObject(geometry)) throw geojsonError("GEOJSON_GEOMETRY");
  checkCrs(geometry);
  const { type, coordinates } = geometry;
  if (type === "Polygon") return [ringsOf(coordinates)];
  if (type === "MultiPolygon" && isArray(coordinates)) return coordinates.map(ringsOf);
  throw geojsonError("GEOJSON_GEOMETRY");
}

function ringsOf(polygon: Json | undefined): Rings {
  if (!isArray(polygon) || !polygon.every(isArray)) throw geojsonError("GEOJSON_GEOMETRY");
  return polygon;
}

/** Before any position is looked at, so that a file of one endless ring costs nothing. */
function checkSize(polygons: readonly Rings[]): void {
  let vertices = 0;
  for (const rings of polygons) {
    for (const ring of rings) vertices += Math.max(0, ring.length - 1);
  }
  if (vertices > shapeLimits.vertices) throw geometryError("LAND_SHAPE_TOO_LARGE", { vertices });
}

function readRing(positions: readonly Json[], place: Facts): Ring {
  const points = positions.map((position, vertex) => readPosition(position, { ...place, vertex }));
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) throw geometryError("LAND_RING_TOO_SHORT", place);
  if (points.length < 2 || first[0] !== last[0] || first[1] !== last[1]) {
    throw geojsonError("GEOJSON_RING_OPEN", place);
  }
  return points.slice(0, -1);
}

function readPosition(position: Json, place: Facts): Point {
  if (!isArray(position) || position.length !== 2) throw geojsonError("GEOJSON_POSITION", place);
  return [units(position[0], 180, place), units(position[1], 90, place)];
}

function units(degrees: Json | undefined, limitDegrees: number, place: Facts): number {
  if (typeof degrees !== "number") throw geojsonError("GEOJSON_POSITION", place);
  if (Math.abs(degrees) > limitDegrees) {
    throw geojsonError("GEOJSON_COORDINATE_RANGE", { ...place, degrees: `${degrees}` });
  }
  const scaled = degrees * unitsPerDegree;
  const nearest = Math.round(scaled);
  if (Math.abs(scaled - nearest) > noiseUnits) {
    throw geojsonError("GEOJSON_COORDINATE_PRECISION", { ...place, degrees: `${degrees}` });
  }
  // Adding 0 makes 0 of −0.
  return nearest + 0;
}

/** A ring without area stays: the check of shapes names what is wrong with it. */
function turned(ring: Ring, direction: 1n | -1n): Ring {
  const [first, ...rest] = ring;
  if (first === undefined || twiceSignedArea(ring) * direction >= 0n) return ring;
  return [first, ...rest.reverse()];
}
