import { expect, it } from "vitest";
import { RecentKeys } from "./recent-keys.js";

it("remembers at least half and at most all of what it may, the latest", () => {
  const keys = new RecentKeys(8);
  for (let i = 0; i < 100; i++) {
    keys.add(`k${i}`);
    const known = Array.from({ length: i + 1 }, (_, n) => n).filter((n) => keys.has(`k${n}`));
    expect(known.length).toBeLessThanOrEqual(8);
    expect(known.slice(-4)).toEqual(Array.from({ length: i + 1 }, (_, n) => n).slice(-4));
  }
  keys.delete("k99");
  expect(keys.has("k99")).toBe(false);
});
