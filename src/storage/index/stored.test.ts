import { crc32 } from "node:zlib";
import { expect, it } from "vitest";
import { refusal } from "../../../test/temp-log.js";
import { encodeCbor } from "../../codec/cbor-encode.js";
import type { Cbor } from "../../codec/cbor-value.js";
import { encodeFact } from "../../ledger/fact.js";
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

it("stores a value as it does what its leaf has of it", () => {
  const value = { name: "a", open: true };
  const fact = { index: 2 ** 40 + 7, value };
  const stored = factCodec.encode({
    ...fact,
    leaf: encodeFact({ key: "a", cause: 1, supersedes: 300, value }),
  });
  expect(stored).toEqual(factCodec.encode(fact));
  expect(factCodec.decode(stored)).toEqual(fact);
});

const index = (high: number, ...more: number[]) =>
  Uint8Array.of(0, 0, high >> 8, high & 255, 0, 0, 0, 7, ...more);

it.each<[string, Uint8Array]>([
  ["without a whole index", index(0).subarray(1)],
  ["at a place that is none", index(0x8000).map((byte, i) => (i === 0 ? 0xff : byte))],
  ["with more than a value", index(0, 0xf6, 0xf6)],
  ["with what is no CBOR", index(0, 0x82, 0x01)],
])("takes a fact %s for damage", (_, bytes) => {
  expect(refusal(() => factCodec.decode(stored(bytes)))).toMatchObject({ code: "INDEX_CORRUPT" });
});

it.each<[string, (bytes: Uint8Array) => unknown, Cbor]>([
  ["a list that is none", listCodec.decode, {}],
  ["a list of numbers", listCodec.decode, [1]],
  ["a time that is none", timeCodec.decode, "1"],
  ["a marker with more members", markerCodec.decode, [2, 2, network, 26, 3, 4]],
  ["a marker with a size that is none", markerCodec.decode, [2, 2, network, -26, 3]],
])("takes %s for damage", (_, decode, value) => {
  expect(refusal(() => decode(stored(encodeCbor(value))))).toMatchObject({ code: "INDEX_CORRUPT" });
});

it("takes a right sum over no CBOR for damage, and whatever stands for another layout for one", () => {
  const cut = stored(Uint8Array.of(0x82, 0x01));
  expect(refusal(() => listCodec.decode(cut))).toMatchObject({ code: "INDEX_CORRUPT" });
  for (const layout of [1, "2", {}, [2], null]) {
    const marker = stored(encodeCbor([layout, 2, network, 26, 3]));
    expect(refusal(() => markerCodec.decode(marker))).toMatchObject({ code: "INDEX_FORMAT" });
  }
});
