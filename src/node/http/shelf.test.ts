import { expect, it } from "vitest";
import { Shelf } from "./shelf.js";

/** A shelf with a clock that the test turns, and how often it has made its thing. */
function shelf(keepMs: number, tookMs: number) {
  const at = { now: 0, made: 0 };
  const made = new Shelf(
    keepMs,
    (source: object) => {
      at.now += tookMs;
      at.made++;
      return source;
    },
    () => at.now,
  );
  return { at, made };
}

it("makes a thing once while it is of the same and fresh", () => {
  const { at, made } = shelf(1000, 5);
  const source = {};
  for (let asked = 0; asked < 10; asked++) made.get(source);
  expect(at.made).toBe(1);
  at.now += 1000;
  made.get(source);
  expect(at.made).toBe(2);
});

it("follows what it is made of, but spends no more than a tenth of the time on it", () => {
  const { at, made } = shelf(1000, 5);
  for (; at.now < 10_000; at.now++) made.get({});
  expect(at.made * 5).toBeLessThan(1000);
  expect(at.made).toBeGreaterThan(100);
  const last = {};
  at.now += 50;
  expect(made.get(last)).toBe(last);
});
