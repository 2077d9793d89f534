import fc from "fast-check";
import { expect, it } from "vitest";
import { equalBytes } from "../../base/bytes.js";
import { SlabMap } from "./slab-map.js";

it("is a map of bytes", () => {
  const key = fc.string({ unit: fc.constantFrom("a", "b", "/"), minLength: 1, maxLength: 4 });
  const entry = fc.tuple(key, fc.uint8Array({ maxLength: 20 }));
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 200 }), (entries) => {
      const [slabs, map] = [new SlabMap(), new Map<string, Uint8Array>()];
      for (const [key, value] of entries) {
        slabs.set(key, value);
        map.set(key, value);
        expect(slabs.get(key)).toEqual(value);
      }
      for (const [key, value] of map) expect(slabs.get(key)).toEqual(value);
      expect(slabs.get("absent")).toBeUndefined();
    }),
  );
});

it("keeps what counts when it grows, and when it gathers what is left of its slabs", () => {
  const slabs = new SlabMap();
  const grown = (i: number, round: number) => new Uint8Array(2000 + round).fill(i);
  // Each round outgrows the last: 60 MB a round, in slabs of 32.
  for (let round = 0; round < 3; round++) {
    for (let i = 0; i < 30_000; i++) slabs.set(`key/${i}`, grown(i, round));
  }
  const wrong = Array.from({ length: 30_000 }, (_, i) => i).filter((i) => {
    const value = slabs.get(`key/${i}`);
    return value === undefined || !equalBytes(value, grown(i, 2));
  });
  expect(wrong).toEqual([]);
});
