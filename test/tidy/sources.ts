import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { type Node, type ParseResult, parseSync, visitorKeys } from "oxc-parser";

/** The checkout, with a slash at its end. */
export const root = fileURLToPath(new URL("../../", import.meta.url));

const NOT_OURS = new Set(["node_modules", "dist", "data", ".git", ".cache"]);

/** Paths from the root of every file under a folder, in order, that is neither built nor fetched. */
export function filesUnder(folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter(({ name }) => !NOT_OURS.has(name) && !name.endsWith(".tsbuildinfo"))
    .flatMap((entry) => {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      return entry.isDirectory() ? filesUnder(path) : [path];
    })
    .sort();
}

export const read = (path: string): string => readFileSync(join(root, path), "utf8");

export const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path);
export const isTypeScript = (path: string): boolean => /\.tsx?$/.test(path);

/** What the product is made of: src without its tests. */
export const sources: readonly string[] = filesUnder("src").filter(
  (path) => isTypeScript(path) && !isTest(path),
);

const parsed = new Map<string, ParseResult>();

export function parse(path: string): ParseResult {
  const known = parsed.get(path) ?? parseSync(path, read(path));
  parsed.set(path, known);
  return known;
}

/** Specifiers of everything that a file imports, re-exports or imports when it runs. */
export function importsOf(path: string): string[] {
  const { module } = parse(path);
  const text = read(path);
  const reExports = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest }) => moduleRequest?.value ?? []),
  );
  const dynamic = module.dynamicImports.map(({ moduleRequest: { start, end } }) =>
    text.slice(start + 1, end - 1),
  );
  const imports = module.staticImports.map(({ moduleRequest }) => moduleRequest.value);
  return [...new Set([...imports, ...reExports, ...dynamic])];
}

/** The file of a relative import, by its path from the root; null where there is none. */
export function resolveImport(from: string, specifier: string): string | null {
  const stem = relative(root, join(root, dirname(from), specifier)).replace(/\.js$/, "");
  return (
    [`${stem}.ts`, `${stem}.tsx`, `${stem}.d.ts`].find((p) => existsSync(join(root, p))) ?? null
  );
}

/** Every node of a file with its parent, from the outside in. */
export function visit(path: string, see: (node: Node, parent: Node | null) => void): void {
  const walk = (node: Node, parent: Node | null): void => {
    see(node, parent);
    for (const key of visitorKeys[node.type] ?? []) {
      const child: unknown = Reflect.get(node, key);
      for (const item of Array.isArray(child) ? child : [child]) if (isNode(item)) walk(item, node);
    }
  };
  walk(parse(path).program, null);
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value;
}

export function lineOf(path: string, offset: number): number {
  return read(path).slice(0, offset).split("\n").length;
}
