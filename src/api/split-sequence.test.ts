import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concatBytes } from "../base/bytes.js";
import { limits } from "../base/limits.js";
import { encodeTaggedCbor } from "../codec/cbor-encode.js";
import { splitCborSequence } from "./split-sequence.js";

const item = fc.uint8Array({ maxLength: 300 }).map((bytes) => encodeTaggedCbor(98, [bytes, {}]));

describe("splitting a CBOR sequence", () => {
  it("gives back what was put together, each by itself", () => {
    fc.assert(
      fc.property(fc.array(item), (items) => {
        const { items: split, fault } = splitCborSequence(concatBytes(...items));
        expect(split).toEqual(items);
        expect(fault).toBeNull();
        expect(split.every(({ buffer, length }) => buffer.byteLength === length)).toBe(true);
      }),
    );
  });

  it("keeps what stands before bytes that are no item, and says why they are none", () => {
    fc.assert(
      fc.property(fc.array(item), fc.constantFrom([0x1c], [0x9f], [0x82, 1]), (items, rest) => {
        const sequence = concatBytes(...items, Uint8Array.from(rest));
        const { items: split, fault } = splitCborSequence(sequence);
        expect(split).toEqual(items);
        expect(fault?.code).toMatch(/^CBOR_/);
      }),
    );
  });

  it("takes nothing apart from an item on that is longer than an envelope may be", () => {
    const short = encodeTaggedCbor(98, [new Uint8Array(9)]);
    const long = encodeTaggedCbor(98, [new Uint8Array(limits.envelopeBytes)]);
    const { items, fault } = splitCborSequence(concatBytes(short, long, short));
    expect(items).toEqual([short]);
    expect(fault?.code).toBe("ENVELOPE_SIZE");
    const fits = encodeTaggedCbor(98, [new Uint8Array(limits.envelopeBytes - 7)]);
    expect(splitCborSequence(concatBytes(fits, short)).items).toEqual([fits, short]);
  });

  it("has room for 10,000 and no more", () => {
    expect(splitCborSequence(new Uint8Array(10_000)).items).toHaveLength(10_000);
    expect(() => splitCborSequence(new Uint8Array(10_001))).toThrowError(
      expect.objectContaining({ code: "API_SEQUENCE_COUNT" }),
    );
  });
});
