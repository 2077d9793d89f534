import { crc32 } from "node:zlib";
import { expect, it } from "vitest";
import { refusal } from "../../../test/temp-log.js";
import { encodeCbor } from "../../codec/cbor-encode.js";
import type { Cbor } from "../../codec/cbor-value.js";
import { factCodec, listCodec, markerCodec, timeCodec } from "./stored.js";

const network = new Uint8Array(32);

/** As the index would have stored it: with a sum that is right. */
function stored(bytes: Uint8Array): Uint8Array {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(bytes));
  return Buffer.concat([bytes, sum]);
}

it("gives back what it stored", () => {
  const marker = { network, format: 2, size: 26, batch: 3 };
  expect(markerCodec.decode(markerCodec.encode(marker))).toEqual(marker);
  for (const fact of [{ index: 7 }, { index: 7, value: null }]) {
    expect(factCodec.decode(factCodec.encode(fact))).toEqual(fact);
  }
  expect(listCodec.decode(listCodec.encode(["a", "b"]))).toEqual(["a", "b"]);
  expect(timeCodec.decode(timeCodec.encode(-5))).toBe(-5);
});

it.each<[string, (bytes: Uint8Array) => unknown, Cbor]>([
  ["a fact without an index", factCodec.decode, []],
  ["a fact at a place that is none", factCodec.decode, [-1]],
  ["a fact with more than a value", factCodec.decode, [7, 1, 2]],
  ["a list that is none", listCodec.decode, {}],
  ["a list of numbers", listCodec.decode, [1]],
  ["a time that is none", timeCodec.decode, "1"],
  ["a marker with more members", markerCodec.decode, [1, 2, network, 26, 3, 4]],
  ["a marker with a size that is none", markerCodec.decode, [1, 2, network, -26, 3]],
])("takes %s for damage", (_, decode, value) => {
  expect(refusal(() => decode(stored(encodeCbor(value))))).toMatchObject({ code: "INDEX_CORRUPT" });
});

it("takes a right sum over no CBOR for damage, and whatever stands for another layout for one", () => {
  const cut = stored(Uint8Array.of(0x82, 0x01));
  expect(refusal(() => factCodec.decode(cut))).toMatchObject({ code: "INDEX_CORRUPT" });
  for (const layout of [2, "1", {}, [1], null]) {
    const marker = stored(encodeCbor([layout, 2, network, 26, 3]));
    expect(refusal(() => markerCodec.decode(marker))).toMatchObject({ code: "INDEX_FORMAT" });
  }
});
