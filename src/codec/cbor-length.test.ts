import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concatBytes } from "../base/bytes.js";
import { fromHex } from "../base/text.js";
import { encodeCbor, encodeTaggedCbor } from "./cbor-encode.js";
import { cborItemLength } from "./cbor-length.js";
import type { Cbor } from "./cbor-value.js";

const cbor: fc.Arbitrary<Cbor> = fc.letrec<{ value: Cbor }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    fc.maxSafeInteger().map((n) => n + 0),
    fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n - 1n }),
    fc.string({ unit: "grapheme" }),
    fc.boolean(),
    fc.uint8Array({ maxLength: 300 }),
    fc.array(tie("value"), { maxLength: 30 }),
    fc.dictionary(fc.string(), tie("value"), { maxKeys: 30, noNullPrototype: false }),
  ),
})).value;

describe("length of a CBOR item", () => {
  it("is that of the item, whatever stands before and after it", () => {
    fc.assert(
      fc.property(cbor, fc.uint8Array(), fc.uint8Array(), (value, before, after) => {
        const item = encodeCbor(value);
        expect(cborItemLength(concatBytes(before, item, after), before.length)).toBe(item.length);
      }),
    );
  });

  it("counts a tag with what it encloses", () => {
    const item = encodeTaggedCbor(98, [1, "two", new Uint8Array(300)]);
    expect(cborItemLength(concatBytes(item, item), item.length)).toBe(item.length);
  });

  it("refuses every beginning of an item", () => {
    fc.assert(
      fc.property(cbor, fc.nat(), (value, cut) => {
        const item = encodeCbor(value);
        const beginning = item.subarray(0, cut % item.length);
        expect(() => cborItemLength(beginning, 0)).toThrowError(
          expect.objectContaining({ code: "CBOR_TRUNCATED" }),
        );
      }),
    );
  });

  it.each([
    ["9fff", "CBOR_INDEFINITE"],
    ["1c", "CBOR_RESERVED"],
    ["9bffffffffffffffff00", "CBOR_TRUNCATED"],
    ["bbffffffffffffffff00", "CBOR_TRUNCATED"],
    ["5bffffffffffffffff00", "CBOR_TRUNCATED"],
    ["9a00ffffff0000", "CBOR_TRUNCATED"],
    ["", "CBOR_TRUNCATED"],
  ])("refuses %s with %s, at once", (hex, code) => {
    expect(() => cborItemLength(fromHex(hex), 0)).toThrowError(expect.objectContaining({ code }));
  });
});
