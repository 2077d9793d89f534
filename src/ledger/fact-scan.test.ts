import fc from "fast-check";
import { expect, it } from "vitest";
import { encodeFact } from "./fact.js";
import { scanFact } from "./fact-scan.js";

it("reads of a leaf what decoding it would say", () => {
  const index = fc.option(fc.nat({ max: Number.MAX_SAFE_INTEGER }), { nil: null });
  const key = fc.constantFrom(
    "seal",
    "genesis",
    "land/parcel/1",
    "sea",
    "seat",
    "sent",
    "a".repeat(200),
  );
  fc.assert(
    fc.property(key, fc.nat({ max: 2 ** 40 }), index, (key, cause, supersedes) => {
      const leaf = encodeFact({ key, cause, supersedes, value: 1 });
      expect(scanFact(leaf)).toEqual({ supersedes, seal: key === "seal" });
    }),
  );
});
