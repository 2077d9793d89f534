import { describe, expect, it } from "vitest";
import { axesOf } from "./axes.js";
import type { EntryView } from "./view.js";

const now = Date.UTC(2026, 9, 9);
const entry = (inLaw: string | null, registered: string): EntryView => ({
  id: `main.${registered}`,
  number: 1,
  kind: "transfer",
  decision: "registered",
  inLawMs: inLaw === null ? null : Date.parse(inLaw),
  lodgedMs: Date.parse(registered),
  decidedMs: Date.parse(registered),
  key: "land/daybook/main.1",
  index: 1,
});

describe("axesOf", () => {
  it("slants from the day in law to the day on the register", () => {
    const { beams } = axesOf([entry("2016-11-08", "2019-02-21")], 720, now);
    const [beam] = beams;
    expect(beam?.law).toBeLessThan(beam?.register ?? 0);
    expect(beam?.register).toBeLessThan(720);
  });

  it("has no upper point where nobody knows since when", () => {
    expect(axesOf([entry(null, "2026-01-01")], 720, now).beams[0]?.law).toBeNull();
  });

  it("shares a number where beams cannot be told apart", () => {
    const same = [entry("2026-03-14", "2026-03-14"), entry("2026-03-14", "2026-03-15")];
    const entries = [entry("1987-05-03", "1987-06-19"), ...same];
    expect(axesOf(entries, 720, now).beams.map(({ text }) => text)).toEqual(["1", "2, 3"]);
  });

  it.each([720, 288])("keeps years apart at a width of %i", (width) => {
    const { years } = axesOf([entry("1846-01-01", "1850-01-01")], width, now);
    const gaps = years.slice(1).map(({ x }, i) => x - (years[i]?.x ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThan(40);
    expect(years.every(({ x }) => x > 0 && x < width)).toBe(true);
  });
});
