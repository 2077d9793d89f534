import { describe, expect, it } from "vitest";
import { fromHex } from "../base/text.js";
import { decodeCbor } from "./cbor-decode.js";
import { diagnosticOf } from "./cbor-diagnostic.js";

describe("diagnosticOf", () => {
  // RFC 8949, appendix A: those of its examples that our encoding has.
  it.each([
    ["00", "0"],
    ["1903e8", "1000"],
    ["1bffffffffffffffff", "18446744073709551615"],
    ["3bffffffffffffffff", "-18446744073709551616"],
    ["3903e7", "-1000"],
    ["f4", "false"],
    ["f5", "true"],
    ["f6", "null"],
    ["40", "h''"],
    ["4401020304", "h'01020304'"],
    ["60", '""'],
    ["62225c", '"\\"\\\\"'],
    ["62c3bc", '"ü"'],
    ["80", "[]"],
    ["8301820203820405", "[1, [2, 3], [4, 5]]"],
    ["a0", "{}"],
    ["a201020304", "{1: 2, 3: 4}"],
    ["a26161016162820203", '{"a": 1, "b": [2, 3]}'],
    ["826161a161626163", '["a", {"b": "c"}]'],
  ])("%s is %s", (hex, text) => {
    expect(diagnosticOf(decodeCbor(fromHex(hex)))).toBe(text);
  });

  it("breaks what does not fit into a line, and nothing else", () => {
    const hash = new Uint8Array(32).fill(0xab);
    expect(diagnosticOf({ title: "NG-0042", share: [1, 2], price: hash, rights: [] })).toBe(
      `{
  "title": "NG-0042",
  "share": [1, 2],
  "price": h'${"ab".repeat(32)}',
  "rights": []
}`,
    );
  });

  it("writes no line's end of the text itself, so that a line is a line of ours", () => {
    expect(diagnosticOf(["a\nb"])).toBe('["a\\nb"]');
  });
});
