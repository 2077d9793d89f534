import { expect, it } from "vitest";
import { filesUnder, isTypeScript, lineOf, read, sources, visit } from "./sources.js";

const linesOf = (path: string): number => read(path).trimEnd().split("\n").length;
const ascending = (a: number, b: number): number => a - b;
const quantile = (numbers: readonly number[], part: number): number =>
  [...numbers].sort(ascending)[Math.ceil(numbers.length * part) - 1] ?? 0;

const written = ["src", "fuzz", "sim", "test", "scripts", "bench"]
  .flatMap(filesUnder)
  .filter((path) => isTypeScript(path) || path.endsWith(".mjs"));

it("has no file over 500 lines, tests among them", () => {
  expect(written.filter((path) => linesOf(path) > 500)).toEqual([]);
});

it("has small files: nine of ten up to 300 lines, half up to 120", () => {
  const lines = sources.map(linesOf);
  expect(quantile(lines, 0.9)).toBeLessThanOrEqual(300);
  expect(quantile(lines, 0.5)).toBeLessThanOrEqual(120);
});

function functionsOf(path: string): { place: string; lines: number }[] {
  const found: { place: string; lines: number }[] = [];
  visit(path, (node) => {
    if (!/^(?:Function|ArrowFunction)/.test(node.type) || !("body" in node)) return;
    const first = lineOf(path, node.start);
    found.push({ place: `${path}:${first}`, lines: lineOf(path, node.end) - first + 1 });
  });
  return found;
}

it("has small functions: none over 70 lines, half up to 12", () => {
  const functions = sources.flatMap(functionsOf);
  expect(functions.filter(({ lines }) => lines > 70)).toEqual([]);
  expect(
    quantile(
      functions.map(({ lines }) => lines),
      0.5,
    ),
  ).toBeLessThanOrEqual(12);
});
