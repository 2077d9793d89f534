import type { Node } from "oxc-parser";
import { expect, it } from "vitest";
import { lineOf, read, sources, visit } from "./sources.js";

/**
 * What a replica repeats must come out the same on every machine: below the node there are no clocks,
 * no randomness, no floats, no locale, nothing asynchronous that time could reorder.
 */
const layers = /^src\/(?:base|codec|crypto|ledger|modules)\//;

/** path → rule → how often; a count may only go down, and an entry that is not needed goes. */
const allowed: Record<string, Record<string, number>> = JSON.parse(read("test/tidy/allowed.json"));

const names: ReadonlyMap<string, string> = new Map([
  ...["Date", "performance"].map((name) => [name, "clock"] as const),
  ...["setTimeout", "setInterval", "setImmediate", "queueMicrotask"].map(
    (n) => [n, "timer"] as const,
  ),
  ...["process", "console", "globalThis", "fetch", "Buffer"].map((n) => [n, "machine"] as const),
  ...["Intl"].map((name) => [name, "locale"] as const),
  ...["parseFloat", "Float32Array", "Float64Array"].map((name) => [name, "float"] as const),
]);

const members: ReadonlyMap<string, string> = new Map([
  ...["toLocaleString", "toLocaleUpperCase", "toLocaleLowerCase"].map(
    (n) => [n, "locale"] as const,
  ),
  ...["toLocaleDateString", "localeCompare", "normalize"].map((n) => [n, "locale"] as const),
  ...["getRandomValues", "randomUUID", "randomBytes"].map((name) => [name, "random"] as const),
  ...["toFixed", "toPrecision", "toExponential", "parseFloat"].map((n) => [n, "float"] as const),
  ...["getFloat32", "getFloat64", "setFloat32", "setFloat64"].map((n) => [n, "float"] as const),
]);

/** Exact on the integers that a float holds. */
const exactMath = new Set(["abs", "ceil", "clz32", "floor", "imul", "max", "min", "sign", "trunc"]);
const wholeMath = new Set(["ceil", "floor", "trunc"]);

function mathOf(node: Node | null): string | null {
  if (node?.type !== "MemberExpression" || node.computed) return null;
  if (node.object.type !== "Identifier" || node.object.name !== "Math") return null;
  return node.property.type === "Identifier" ? node.property.name : null;
}

const isBigint = (node: Node): boolean => node.type === "Literal" && typeof node.value === "bigint";

/** A quotient is whole where it is one of bigints, or rounded where it stands. */
function isWhole(node: Node & { left: Node; right: Node }, parent: Node | null): boolean {
  if (isBigint(node.left) || isBigint(node.right)) return true;
  return parent?.type === "CallExpression" && wholeMath.has(mathOf(parent.callee) ?? "");
}

function memberRule(node: Node & { type: "MemberExpression" }): string | null {
  const math = mathOf(node);
  if (math !== null) return math === "random" ? "random" : exactMath.has(math) ? null : "float";
  const { property } = node;
  return property.type === "Identifier" && !node.computed
    ? (members.get(property.name) ?? null)
    : null;
}

function isReference(node: Node, parent: Node | null): boolean {
  if (parent?.type === "MemberExpression" && !parent.computed) return parent.object === node;
  if (parent?.type === "Property" && !parent.computed) return parent.value === node;
  return parent?.type !== "TSPropertySignature" && parent?.type !== "PropertyDefinition";
}

function ruleOf(node: Node, parent: Node | null): string | null {
  switch (node.type) {
    case "Identifier":
      return isReference(node, parent) ? (names.get(node.name) ?? null) : null;
    case "MemberExpression":
      return memberRule(node);
    case "Literal":
      return typeof node.value === "number" && !Number.isSafeInteger(node.value) ? "float" : null;
    case "BinaryExpression":
      return node.operator === "/" && !isWhole(node, parent) ? "division" : null;
    case "AssignmentExpression":
      return node.operator === "/=" && !isBigint(node.right) ? "division" : null;
    case "AwaitExpression":
      return "await";
    case "ForInStatement":
      return "order";
    default:
      return null;
  }
}

const isReplayed = (path: string): boolean => /^src\/(?:ledger|modules)\//.test(path);

/** rule → lines where it is broken. */
function findingsOf(path: string): Map<string, number[]> {
  const findings = new Map<string, number[]>();
  visit(path, (node, parent) => {
    const rule = ruleOf(node, parent);
    // A signer may answer later; what is replayed may not.
    if (rule === null || (rule === "await" && !isReplayed(path))) return;
    findings.set(rule, [...(findings.get(rule) ?? []), lineOf(path, node.start)]);
  });
  return findings;
}

const judged = new Map(
  sources.filter((path) => layers.test(path)).map((path) => [path, findingsOf(path)]),
);

it("has nothing below the node that may come out otherwise elsewhere", () => {
  const surplus = [...judged].flatMap(([path, findings]) =>
    [...findings]
      .filter(([rule, lines]) => lines.length > (allowed[path]?.[rule] ?? 0))
      .map(([rule, lines]) => `${path}:${lines.join()} ${rule}`),
  );
  expect(surplus).toEqual([]);
});

it("allows no more than is there", () => {
  const unused = Object.entries(allowed).flatMap(([path, rules]) =>
    Object.entries(rules).flatMap(([rule, count]) => {
      const there = judged.get(path)?.get(rule)?.length ?? 0;
      return there < count ? [`${path}: ${rule} ${count}, only ${there} needed`] : [];
    }),
  );
  expect(unused).toEqual([]);
});
