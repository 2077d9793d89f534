import { expect, it } from "vitest";
import { RecentValues } from "./recent-values.js";

it("remembers at least half of what it may, the latest, and no more than all", () => {
  for (let count = 1; count < 20; count++) {
    const values = new RecentValues<number, number>(8);
    for (let i = 0; i < count; i++) values.set(i, i, 1);
    for (let i = 0; i < count - 8; i++) expect(values.get(i)).toBeUndefined();
    for (let i = Math.max(0, count - 4); i < count; i++) expect(values.get(i)).toBe(i);
  }
});

it("forgets what is deleted", () => {
  const values = new RecentValues<number, number>(4);
  for (let i = 0; i < 4; i++) values.set(i, i, 1);
  for (let i = 0; i < 4; i++) {
    values.delete(i);
    expect(values.get(i)).toBeUndefined();
  }
});

it("keeps what must stay, whatever came after it, and the latest of it", () => {
  const values = new RecentValues<string, { stays: boolean }>(4, ({ stays }) => !stays);
  values.set("a", { stays: true }, 1);
  values.set("b", { stays: true }, 1);
  for (let i = 0; i < 20; i++) values.set(`k${i}`, { stays: false }, 1);
  values.set("b", { stays: false }, 1);
  expect(values.get("a")).toEqual({ stays: true });
  expect(values.get("b")).toEqual({ stays: false });
});
