import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LandNetwork, rectangle, registration } from "../../../test/land.js";
import { levelKinds } from "./codes.js";
import { exportGenesis, type LandGenesis } from "./genesis.js";

const id = fc.stringMatching(/^[A-Za-z0-9_~-]{1,48}$/);
const grid: fc.Arbitrary<LandGenesis["levels"][number]["grid"]> = fc.record({
  crs: fc.constantFrom("EPSG:4326", "EPSG:25832", "EPSG:2154"),
  unit: fc.constantFrom("degree", "metre"),
  stepsPerUnit: fc.integer({ min: 1, max: 1_000_000_000 }),
});
const byId = <T extends { id: string }>(items: T[]): T[] =>
  items.toSorted((a, b) => (a.id < b.id ? -1 : 1));

const genesis: fc.Arbitrary<LandGenesis> = fc.record({
  levels: fc
    .uniqueArray(fc.record({ id, kind: fc.constantFrom(...levelKinds), grid }), {
      selector: (level) => level.id,
    })
    .map(byId),
  offices: fc
    .tuple(
      fc.uniqueArray(id, { maxLength: 6 }),
      fc.uniqueArray(id, { minLength: 24, maxLength: 24 }),
      fc.infiniteStream(fc.integer({ min: 1, max: 4 })),
    )
    .map(([ids, names, sizes]) => {
      const districts = names[Symbol.iterator]();
      const offices = ids.map((office) => {
        const count = sizes.next().value;
        const own = Array.from({ length: count }, () => districts.next().value ?? "");
        return { id: office, organisation: "cadastre", districts: own };
      });
      return byId(offices);
    }),
});

describe("genesis", () => {
  it("exports what was imported, and imports what was exported", () => {
    fc.assert(
      fc.property(genesis, (input) => {
        const network = new LandNetwork(input);
        expect(network.broken()).toEqual([]);
        const output = exportGenesis(network.records);
        expect(output).toEqual(input);
        expect(new LandNetwork(output).genesis.root).toEqual(network.genesis.root);
      }),
      { numRuns: 50 },
    );
  });

  it("leaves out what was registered since", () => {
    const network = new LandNetwork();
    const before = exportGenesis(network.records);
    network.run("land.register", registration("p", rectangle(0, 0, 1, 1)));
    expect(exportGenesis(network.records)).toEqual(before);
  });

  it("takes a network that founds nothing", () => {
    const empty = new LandNetwork({ levels: [], offices: [] });
    expect(exportGenesis(empty.records)).toEqual({ levels: [], offices: [] });
  });
});
