import { describe, expect, it } from "vitest";
import { endOf, versionAsOf } from "./as-of.js";
import { clustersOf, stepsApart } from "./clusters.js";

const day = (text: string): number => Date.parse(text);
const version = (index: number, registered: string, inLaw: string | null) => ({
  index,
  value: { registered: day(registered), inLaw: inLaw === null ? null : day(inLaw) },
});

describe("versionAsOf", () => {
  // Inherited in 2016 and entered in 2019; sold and entered in 2026.
  const versions = [
    version(3, "2026-03-14", "2026-03-14"),
    version(2, "2019-02-21", "2016-11-08"),
    version(1, "1990-01-01", null),
  ];
  it.each([
    ["today", null, null, 3],
    ["in law in 2017, as the register knows it today", "2017-01-01", null, 2],
    ["in law in 2017, as the register knew it then", "2017-01-01", "2017-01-01", 1],
    ["on the very day of the entry", null, "2019-02-21", 2],
    ["before anything was registered", null, "1989-12-31", null],
    ["in law before all that is known, as the register knows it", "1980-01-01", null, 1],
  ])("%s", (_name, law, register, index) => {
    const found = versionAsOf(versions, { law: endOf(law), register: endOf(register) });
    expect(found?.index ?? null).toBe(index);
  });
});

describe("clustersOf", () => {
  const box = (x: number, y: number) => ({ minX: x, minY: y, maxX: x + 1000, maxY: y + 1000 });
  const apart = stepsApart({ unit: "degree", stepsPerUnit: 10_000_000 });

  it("keeps a town together and another one apart, the larger first", () => {
    const town = [box(1_990_000_000, 0), box(2_000_000, 0), box(2_050_000, 80_000)];
    expect(clustersOf(town, apart)).toEqual([[1, 2], [0]]);
  });

  it("follows a chain of parcels over any distance", () => {
    const chain = Array.from({ length: 40 }, (_, i) => box(i * 150_000, 0));
    expect(clustersOf(chain, apart)).toHaveLength(1);
  });
});
