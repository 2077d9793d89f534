import { expect, it } from "vitest";
import { KeyFilter } from "./key-filter.js";

it("has every key that was added, and hardly any other, also beyond its first layer", () => {
  const filter = new KeyFilter();
  const [added, absent] = [400_000, 100_000];
  const key = (n: number) => `land/parcel/plot-${n}`;
  for (let n = 0; n < added; n++) filter.add(key(n));
  let missing = 0;
  let seeming = 0;
  for (let n = 0; n < added; n++) if (!filter.mayHave(key(n))) missing++;
  for (let n = added; n < added + absent; n++) if (filter.mayHave(key(n))) seeming++;
  expect(missing).toBe(0);
  expect(seeming).toBeLessThan(absent / 100);
});
