import { describe, expect, it } from "vitest";
import { LandNetwork, realParcels, registration } from "../../../test/land.js";
import { encodeShape } from "./geometry/encode-shape.js";
import { findOffice, flaggedParcels } from "./queries.js";
import type { RegisterBody } from "./transactions.js";

const parcels = realParcels();

describe.runIf(parcels)("a whole commune", () => {
  it("is taken over parcel by parcel, its overlaps flagged", () => {
    const network = new LandNetwork();
    const transactions = (parcels ?? []).map(({ id, areaM2, shape }) => {
      const body = registration(id, shape, {
        shape: encodeShape(shape) as RegisterBody["shape"],
        legalAreaM2: areaM2,
        legacy: true,
      });
      return network.sign("land.register", body);
    });
    const codes = new Map<string, number>();
    const t0 = performance.now();
    for (let i = 0; i < transactions.length; i += 250) {
      for (const { code } of network.seal(transactions.slice(i, i + 250))?.results ?? []) {
        codes.set(code, (codes.get(code) ?? 0) + 1);
      }
    }
    const t1 = performance.now();
    console.log(codes, (t1 - t0) / transactions.length, "ms each", flaggedParcels(network.reader, "surface").length);
    expect(findOffice(network.reader, "nord")?.value.entries).toBe(transactions.length);
    expect(network.broken()).toEqual([]);
    console.log("invariants", performance.now() - t1);
  });
});
