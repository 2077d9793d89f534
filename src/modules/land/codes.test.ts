import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { landError } from "./errors.js";
import { geometryError } from "./geometry/errors.js";

const tables = ["refusals.test.ts", "transfer-refusals.test.ts", "freeze.test.ts"]
  .map((file) => readFileSync(new URL(file, import.meta.url), "utf8"))
  .join();

it("every code of the module stands in a table of refusals", () => {
  const declared = [...Object.keys(landError.sentences), ...Object.keys(geometryError.sentences)];
  expect(declared.filter((code) => !new RegExp(`\\b${code}\\b`).test(tables))).toEqual([]);
});
