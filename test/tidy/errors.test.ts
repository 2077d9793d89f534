import type { Node } from "oxc-parser";
import { describe, expect, it } from "vitest";
import { filesUnder, isTest, isTypeScript, read, sources, visit } from "./sources.js";

type Declared = { readonly code: string; readonly path: string };

/** Keys of `errorFamily({ CODE: "…" })`, and the literal in `new CounterfoilError("CODE", …)`. */
function declaredIn(path: string): Declared[] {
  const found: Declared[] = [];
  visit(path, (node) => {
    for (const code of codesOf(node)) found.push({ code, path });
  });
  return found;
}

function codesOf(node: Node): string[] {
  if (node.type === "NewExpression" && isNamed(node.callee, "CounterfoilError")) {
    return literal(node.arguments[0]);
  }
  if (node.type !== "CallExpression" || !isNamed(node.callee, "errorFamily")) return [];
  const [table] = node.arguments;
  if (table?.type !== "ObjectExpression") return ["not a literal table"];
  return table.properties.map((property) => {
    if (property.type !== "Property" || property.key.type !== "Identifier") return "not a literal";
    return "name" in property.key ? property.key.name : "not a literal";
  });
}

const isNamed = (node: Node, name: string): boolean =>
  node.type === "Identifier" && node.name === name;

const literal = (node: Node | undefined): string[] =>
  node?.type === "Literal" && typeof node.value === "string" ? [node.value] : [];

/** The simulator has codes of its own. */
const programs = [
  ...sources,
  ...filesUnder("sim").filter((path) => isTypeScript(path) && !isTest(path)),
];
const declared = programs.flatMap(declaredIn);
const codes = declared.map(({ code }) => code);
/** Headings `### CODE`, each with its paragraph. */
const paragraphs = new Map(
  read("docs/reference/errors.md")
    .split(/^### /m)
    .slice(1)
    .map((section) => {
      const [heading = "", ...rest] = section.split("\n");
      return [heading.trim(), rest.join("\n").trim()] as const;
    }),
);

/** Every text of a file; a table's own keys are not among them. */
function textsOf(path: string): string[] {
  const texts: string[] = [];
  visit(path, (node) => texts.push(...literal(node)));
  return texts;
}

const isCode = (text: string | undefined): boolean => /^[A-Z0-9_]+$/.test(text ?? "");

describe("error codes", () => {
  it("are upper case and declared once", () => {
    expect(codes.filter((code) => !isCode(code))).toEqual([]);
    expect(declared.filter(({ code }, i) => codes.indexOf(code) !== i)).toEqual([]);
  });

  it("each have a paragraph in docs/reference/errors.md", () => {
    expect(codes.filter((code) => !paragraphs.get(code)).sort()).toEqual([]);
  });

  it("are not documented when they are gone", () => {
    expect([...paragraphs.keys()].filter((code) => !codes.includes(code))).toEqual([]);
  });

  it("are each used", () => {
    const used = new Set(programs.flatMap(textsOf));
    expect(codes.filter((code) => !used.has(code)).sort()).toEqual([]);
  });
});
