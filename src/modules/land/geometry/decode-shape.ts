import { type Cbor, type CborArray, isCborArray } from "../../../codec/cbor-value.js";
import { isCoordinate } from "./check-ring.js";
import { checkVertexCount } from "./check-shape.js";
import { geometryError } from "./errors.js";
import type { Part, Point, Ring, Shape } from "./shape.js";

/**
 * What `encodeShape` wrote: form, size and range are right; `checkShape` tells whether it is valid.
 * @throws LAND_SHAPE_FORM, LAND_SHAPE_EMPTY, LAND_SHAPE_TOO_LARGE, LAND_RING_TOO_SHORT,
 * LAND_COORDINATE_RANGE
 */
export function decodeShape(value: Cbor): Shape {
  const parts = array(value);
  if (parts.length === 0) throw geometryError("LAND_SHAPE_EMPTY");
  const shape = parts.map(decodePart);
  checkVertexCount(shape);
  return shape;
}

function decodePart(value: Cbor, part: number): Part {
  const [outer, ...holes] = array(value).map((ring, index) => decodeRing(ring, part, index));
  if (outer === undefined) throw geometryError("LAND_SHAPE_FORM", { part });
  return { outer, holes };
}

function decodeRing(value: Cbor, part: number, ring: number): Ring {
  const numbers = array(value);
  if (numbers.length % 2 !== 0) throw geometryError("LAND_SHAPE_FORM", { part, ring });
  if (numbers.length < 6) throw geometryError("LAND_RING_TOO_SHORT", { part, ring });
  const vertices: Point[] = [];
  let [x, y] = [0, 0];
  for (let i = 0; i < numbers.length; i += 2) {
    x += integer(numbers[i]);
    y += integer(numbers[i + 1]);
    if (!isCoordinate(x) || !isCoordinate(y)) {
      throw geometryError("LAND_COORDINATE_RANGE", { part, ring, vertex: i / 2 });
    }
    vertices.push([x, y]);
  }
  return vertices;
}

function array(value: Cbor): CborArray {
  if (!isCborArray(value)) throw geometryError("LAND_SHAPE_FORM");
  return value;
}

function integer(value: Cbor | undefined): number {
  if (!Number.isSafeInteger(value)) throw geometryError("LAND_SHAPE_FORM");
  return value as number;
}
