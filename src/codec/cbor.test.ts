import { decode as cborgDecode, encode as cborgEncode, rfc8949EncodeOptions } from "cborg";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { vectorFile } from "../../test/vectors.js";
import { fromHex, toHex } from "../base/text.js";
import { decodeCbor, decodeCborWithin } from "./cbor-decode.js";
import { encodeCbor } from "./cbor-encode.js";
import type { Cbor } from "./cbor-value.js";

const file = vectorFile<{ cbor: string }>("cbor.json");

describe.runIf(file)("vectors: cbor.json", () => {
  it.each(file?.cases ?? [])("$name: $note", ({ cbor, valid }) => {
    const bytes = fromHex(cbor);
    if (!valid)
      expect(() => decodeCbor(bytes)).toThrowError(
        expect.objectContaining({ name: "CounterfoilError" }),
      );
    else expect(toHex(encodeCbor(decodeCbor(bytes)))).toBe(cbor);
  });
});

const cbor: fc.Arbitrary<Cbor> = fc.letrec<{ value: Cbor }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    fc.maxSafeInteger().map((n) => (Object.is(n, -0) ? 0 : n)),
    fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n - 1n }),
    fc.string({ unit: "grapheme" }),
    fc.boolean(),
    fc.constant(null),
    fc.uint8Array({ maxLength: 300 }),
    fc.array(tie("value"), { maxLength: 30 }),
    fc.dictionary(fc.string({ unit: "grapheme" }), tie("value"), {
      maxKeys: 30,
      noNullPrototype: false,
    }),
    fc
      .array(
        fc.tuple(
          fc.maxSafeInteger().map((n) => n + 0),
          tie("value"),
        ),
      )
      .map((e) => new Map(e)),
  ),
})).value;

describe("deterministic CBOR", () => {
  it("decodes what it encodes, and encodes it to the same bytes", () => {
    fc.assert(
      fc.property(cbor, (value) => {
        const bytes = encodeCbor(value);
        expect(encodeCbor(decodeCbor(bytes))).toEqual(bytes);
      }),
    );
  });

  it("agrees with cborg on what it encodes", () => {
    fc.assert(
      fc.property(cbor, (value) => {
        const bytes = encodeCbor(value);
        const theirs = cborgDecode(bytes, { useMaps: true, rejectDuplicateMapKeys: true });
        expect(toHex(cborgEncode(theirs, rfc8949EncodeOptions))).toBe(toHex(bytes));
      }),
    );
  });

  it("accepts nothing that it would not write", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 24 }), (bytes) => {
        let value: Cbor;
        try {
          value = decodeCbor(bytes);
        } catch {
          return;
        }
        expect(encodeCbor(value)).toEqual(bytes);
      }),
      { numRuns: 20_000 },
    );
  });

  it("decodes no more elements and entries than it may", () => {
    const bytes = encodeCbor([[1, 2], { a: 3 }]);
    expect(decodeCborWithin(bytes, 5)).toEqual(decodeCbor(bytes));
    expect(() => decodeCborWithin(bytes, 4)).toThrowError(
      expect.objectContaining({ code: "CBOR_ITEMS" }),
    );
  });

  it.each([1.5, Number.NaN, 2 ** 53, 2n ** 64n, -(2n ** 64n) - 1n, "\ud800", undefined as never])(
    "refuses to encode %s",
    (value) => {
      expect(() => encodeCbor(value)).toThrowError(/./);
    },
  );

  it("starts afresh after a value that it refused half-way, and within the keys of a map", () => {
    const mixed = new Map<string | number, Cbor>([
      ["b", 1],
      [1, "é"],
      ["a", [2]],
    ]);
    const before = encodeCbor(mixed);
    expect(() => encodeCbor(["some text", { a: 1, b: [0.5] }])).toThrowError(/./);
    expect(encodeCbor(mixed)).toEqual(before);
    expect(decodeCbor(before)).toEqual(mixed);
  });

  it("takes __proto__ as a key like any other", () => {
    const bytes = encodeCbor(new Map([["__proto__", 1]]));
    const value = decodeCbor(bytes) as Record<string, Cbor>;
    expect(Object.keys(value)).toEqual(["__proto__"]);
    expect(encodeCbor(value)).toEqual(bytes);
  });
});
