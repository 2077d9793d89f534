import { expect, it } from "vitest";
import { read } from "./sources.js";
import { tableRows } from "./tables.js";

const path = "docs/concepts/threats.md";
const parts = [...read(path).matchAll(/^## (.+)$/gm)].map(([, heading = ""]) => heading);

/** That the test exists is seen to with every other link. */
it("names for every threat the test that shows what stops it", () => {
  const rows = parts.flatMap((heading) => tableRows(path, heading));
  const bare = rows.filter(([first, , shown = ""]) => {
    const isHead = first?.startsWith("Tries") ?? false;
    return !isHead && !/\]\(\.\.\/\.\.\/[\w./-]+\.test\.ts\)/.test(shown);
  });
  expect(rows.length).toBeGreaterThan(30);
  expect(bare).toEqual([]);
});

it("says for everybody what nothing stops", () => {
  const sections = read(path).split(/^## /m).slice(1);
  const silent = sections.filter((section) => !section.includes("**Not defended:**"));
  expect(silent.map((section) => section.split("\n")[0])).toEqual([]);
});
