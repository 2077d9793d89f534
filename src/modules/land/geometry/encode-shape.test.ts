import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toHex } from "../../../base/text.js";
import { decodeCbor } from "../../../codec/cbor-decode.js";
import { encodeCbor } from "../../../codec/cbor-encode.js";
import type { Cbor } from "../../../codec/cbor-value.js";
import { decodeShape } from "./decode-shape.js";
import { encodeShape } from "./encode-shape.js";
import type { Point, Ring } from "./shape.js";

const limit = 2 ** 40;
const coordinate = fc.integer({ min: -limit, max: limit }).map((n) => n + 0);
const point: fc.Arbitrary<Point> = fc.tuple(coordinate, coordinate);
const ring: fc.Arbitrary<Ring> = fc.array(point, { minLength: 3, maxLength: 8 });
const shape = fc.array(fc.record({ outer: ring, holes: fc.array(ring, { maxLength: 3 }) }), {
  minLength: 1,
  maxLength: 3,
});

describe("encoded shapes", () => {
  it("decode to what was encoded", () => {
    fc.assert(
      fc.property(shape, (s) => {
        expect(decodeShape(decodeCbor(encodeCbor(encodeShape(s))))).toEqual(s);
      }),
    );
  });

  it("are compact", () => {
    const outer: Point[] = [
      [23264631, 486797160],
      [23264641, 486797160],
      [23264641, 486797150],
    ];
    expect(toHex(encodeCbor(encodeShape([{ outer, holes: [] }])))).toBe(
      "8181861a0162fd771a1d03ef680a000029",
    );
  });

  it.each<[string, string, Cbor]>([
    ["LAND_SHAPE_FORM", "a number", 1],
    ["LAND_SHAPE_FORM", "a map", {}],
    ["LAND_SHAPE_FORM", "a part without rings", [[]]],
    ["LAND_SHAPE_FORM", "a part that is no array", [7]],
    ["LAND_SHAPE_FORM", "a ring of bytes", [[new Uint8Array(6)]]],
    ["LAND_SHAPE_FORM", "an odd number of integers", [[[0, 0, 1, 0, 0, 1, 1]]]],
    ["LAND_SHAPE_FORM", "text among them", [[[0, 0, 1, "0", 0, 1]]]],
    ["LAND_SHAPE_FORM", "a bigint", [[[0, 0, 1, 2n ** 60n, 0, 1]]]],
    ["LAND_SHAPE_EMPTY", "no part", []],
    ["LAND_RING_TOO_SHORT", "two vertices", [[[0, 0, 1, 0]]]],
    ["LAND_COORDINATE_RANGE", "a start past 2⁴⁰", [[[limit + 1, 0, 1, 0, 0, 1]]]],
    ["LAND_COORDINATE_RANGE", "differences past 2⁴⁰", [[[limit, 0, 0, 1, 1, 1]]]],
    ["LAND_COORDINATE_RANGE", "wide differences", [[[1, 0, Number.MAX_SAFE_INTEGER, 0, 0, 1]]]],
    ["LAND_SHAPE_TOO_LARGE", "5,001 vertices", [[Array.from({ length: 10_002 }, () => 1)]]],
  ])("%s: %s", (code, _, value) => {
    expect(() => decodeShape(value)).toThrowError(expect.objectContaining({ code }));
  });
});
