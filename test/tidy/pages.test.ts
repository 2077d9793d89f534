import type { Node } from "oxc-parser";
import { expect, it } from "vitest";
import { filesUnder, read, sources, visit } from "./sources.js";

/** Documented elsewhere: the API, the log as files, what operators read, assets. */
const forPrograms = /^\/(?:api|assets|log|health|metrics|trust\.json)(?:\/|$)/;

/** A page's parameter, whatever it is called, and the rest of an address that has slashes in it. */
const unnamed = (path: string): string => path.replace(/:[a-zA-Z]+|\{[^}]*\}|\*/g, "{}");

/** Where a node answers people: what `addPage`, `forPeople` and the helpers around them are given. */
function addressesIn(path: string): string[] {
  const found: string[] = [];
  visit(path, (node) => found.push(...addressOf(node)));
  return found;
}

function addressOf(node: Node): string[] {
  if (node.type === "Property" && isNamed(node.key, "path")) return literal(node.value);
  if (node.type !== "CallExpression") return [];
  const [first, second, third] = node.arguments;
  if (isNamed(node.callee, "forPeople")) return literal(third);
  if (isNamed(node.callee, "page")) return literal(second);
  const isGet = node.callee.type === "MemberExpression" && isNamed(node.callee.property, "get");
  return isGet ? literal(first) : [];
}

const isNamed = (node: Node, name: string): boolean =>
  node.type === "Identifier" && node.name === name;
const literal = (node: Node | undefined): string[] =>
  node?.type === "Literal" && typeof node.value === "string" && node.value.startsWith("/")
    ? [node.value]
    : [];

it("has every page in docs/reference/pages.md, and no other", () => {
  const files = filesUnder("src/node/http").filter((path) => sources.includes(path));
  const served = files.flatMap(addressesIn).filter((address) => !forPrograms.test(address));
  const rows = read("docs/reference/pages.md").match(/^\| .*$/gm) ?? [];
  const documented = rows.flatMap((row) => row.match(/`\/[^`?]*/g) ?? []);
  const listed = new Set(documented.map((address) => unnamed(address.slice(1))));
  expect([...listed].sort()).toEqual([...new Set(served.map(unnamed))].sort());
});
