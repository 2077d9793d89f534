import { expect, it } from "vitest";
import { ReadBudget } from "./read-budget.js";

const full = expect.objectContaining({ code: "DIRECTORY_READS" });

it("lets one reader read so many in an hour, and every reader for themselves", () => {
  const budget = new ReadBudget(10);
  budget.take("ana", 6, 0);
  budget.take("bo", 10, 0);
  expect(() => budget.take("ana", 5, 1)).toThrowError(full);
  budget.take("ana", 4, 2);
  expect(() => budget.take("ana", 1, 3_599_999)).toThrowError(full);
  budget.take("ana", 10, 3_600_000);
});

it("starts again where the clock was set back", () => {
  const budget = new ReadBudget(1);
  budget.take("ana", 1, 9_000_000);
  budget.take("ana", 1, 0);
});
