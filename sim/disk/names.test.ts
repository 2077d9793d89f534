import { describe, expect, it } from "vitest";
import { SeededChance } from "../chance.js";
import { SimFile } from "./file.js";
import { Names } from "./names.js";

const seeds = Array.from({ length: 40 }, (_, seed) => seed);

/** A directory with a file that is there for good, and what a power cut leaves of what `change` does. */
function leftBy(seed: number, change: (names: Names) => void): string[] {
  const names = new Names();
  names.change([{ path: "/d", entry: "directory" }]);
  names.sync("/");
  names.change([{ path: "/d/old", entry: new SimFile() }]);
  names.sync("/d");
  change(names);
  names.cutPower(new SeededChance(seed, "names"));
  return names.list("/d").sort();
}

describe("names on a simulated disk", () => {
  it("come and go as they are changed", () => {
    const names = new Names();
    names.change([{ path: "/a", entry: new SimFile() }]);
    names.change([{ path: "/a", entry: null }]);
    expect([names.list("/"), names.get("/a")]).toEqual([[], undefined]);
  });

  it("are kept by a sync of their directory, and by no other", () => {
    const create = (synced: string) => (names: Names) => {
      names.change([{ path: "/d/new", entry: new SimFile() }]);
      names.sync(synced);
    };
    expect(seeds.every((seed) => leftBy(seed, create("/d")).includes("new"))).toBe(true);
    expect(seeds.every((seed) => leftBy(seed, create("/")).includes("new"))).toBe(false);
  });

  it("stand under the old name or the new one after a rename, never under both or none", () => {
    const left = seeds.map((seed) =>
      leftBy(seed, (names) => {
        const entry = names.get("/d/old") ?? null;
        names.change([
          { path: "/d/old", entry: null },
          { path: "/d/new", entry },
        ]);
      }).join(),
    );
    expect(new Set(left)).toEqual(new Set(["old", "new"]));
  });
});
