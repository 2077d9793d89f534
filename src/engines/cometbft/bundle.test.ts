import fc from "fast-check";
import { expect, it } from "vitest";
import { encodeCbor } from "../../codec/cbor-encode.js";
import { bundleLimits, decodeBundle, encodeBundle } from "./bundle.js";

const coded = (code: string) => expect.objectContaining({ code });

it("gives back the envelopes that it was made of", () => {
  const envelopes = fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 64 });
  fc.assert(
    fc.property(envelopes, (some) => {
      expect(decodeBundle(encodeBundle(some)).map((each) => each.slice())).toEqual(some);
    }),
  );
});

it.each<[string, string, Uint8Array]>([
  ["nothing", "COMET_BUNDLE_FORM", new Uint8Array(0)],
  ["no envelope", "COMET_BUNDLE_FORM", encodeBundle([])],
  ["no array", "COMET_BUNDLE_FORM", encodeCbor("text")],
  ["a number", "COMET_BUNDLE_FORM", encodeCbor([1])],
  ["bytes behind it", "COMET_BUNDLE_FORM", Uint8Array.of(0x81, 0x40, 0)],
  ["an array of no shortest length", "COMET_BUNDLE_FORM", Uint8Array.of(0x98, 1, 0x40)],
  [
    "too many",
    "COMET_BUNDLE_SIZE",
    encodeBundle(Array(bundleLimits.envelopes + 1).fill(new Uint8Array(1))),
  ],
  // A byte each, of which each would cost hundreds and microseconds.
  ["many in one", "COMET_BUNDLE_SIZE", encodeCbor([Array(200_000).fill(new Uint8Array(0))])],
  ["too much", "COMET_BUNDLE_SIZE", encodeBundle([new Uint8Array(bundleLimits.bytes)])],
])("refuses %s", (_, code, bytes) => {
  expect(() => decodeBundle(bytes)).toThrowError(coded(code));
});
