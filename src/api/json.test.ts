import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromHex } from "../base/text.js";
import { decodeCbor } from "../codec/cbor-decode.js";
import type { Cbor } from "../codec/cbor-value.js";
import { cborToJson } from "./json.js";

describe("JSON of CBOR", () => {
  it.each<[string, Cbor, unknown]>([
    ["bytes", Uint8Array.of(0, 0xab, 255), "00abff"],
    ["no bytes", new Uint8Array(0), ""],
    ["the largest exact integer", Number.MAX_SAFE_INTEGER, 9007199254740991],
    ["the next one", 9007199254740992n, "9007199254740992"],
    ["the smallest", -(2n ** 64n), "-18446744073709551616"],
    ["a small bigint", 7n, 7],
    [
      "a map with integer keys",
      new Map<number | string, Cbor>([
        [-1, 1],
        ["a", [null]],
      ]),
      { "-1": 1, a: [null] },
    ],
    ["nested", { a: [{ b: Uint8Array.of(1) }, true] }, { a: [{ b: "01" }, true] }],
  ])("is of %s", (_, value, json) => {
    expect(cborToJson(value)).toEqual(json);
  });

  it("keeps a member that bears the name of the prototype", () => {
    const value = decodeCbor(fromHex("a1695f5f70726f746f5f5f01"));
    expect(JSON.stringify(cborToJson(value))).toBe('{"__proto__":1}');
  });

  it("comes through JSON as it is", () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const whole = JSON.parse(JSON.stringify(value), (_, v) => (typeof v === "number" ? 1 : v));
        const json = cborToJson(whole);
        expect(JSON.stringify(json)).toBe(JSON.stringify(whole));
      }),
    );
  });
});
