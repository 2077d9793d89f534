import { expect, it } from "vitest";
import { importsOf, resolveImport, sources } from "./sources.js";

/** Imports only go down. */
const layers = [
  "base",
  "codec",
  "crypto",
  "ledger",
  "storage",
  "modules",
  "engines",
  "readmodel",
  "api",
  "sdk",
  "portal",
  "islands",
  "node",
  "cli",
];

/** What the layers that must run in browsers may take from outside; the others are free. */
const packages: Readonly<Record<string, RegExp>> = {
  base: /^@scure\/base$/,
  codec: /^$/,
  crypto: /^@noble\/|^zod\/mini$|^#native$/,
  ledger: /^zod$|^#native$/,
  modules: /^zod$/,
  api: /^zod$/,
  sdk: /^zod$|^@noble\/|^@scure\//,
  portal: /^preact|^zod$|^qr$/,
  islands: /^preact|^idb$|^maplibre-gl|^qr$/,
};

const NATIVE = "src/crypto/native.node.ts";
const nodeLayers = new Set(["storage", "engines", "readmodel", "node", "cli"]);

/** Islands are a folder of the portal and a layer of their own: only they know a browser. */
const layerOf = (path: string): string =>
  path.startsWith("src/portal/islands/") ? "islands" : (path.split("/")[1] ?? "");
const rank = (path: string): number => layers.indexOf(layerOf(path));
/** `src/modules/land/…` is of the module land; a file that stands beside the modules is of none. */
const moduleOf = (path: string): string | null =>
  /^src\/modules\/([^/]+)\//.exec(path)?.[1] ?? null;

function relativeFault(from: string, specifier: string): string | null {
  const to = resolveImport(from, specifier);
  if (to === null) return "leads nowhere";
  if (!to.startsWith("src/") || rank(to) < 0) return "leads out of the layers";
  if (rank(to) > rank(from)) return `${layerOf(from)} imports ${layerOf(to)} above it`;
  if (layerOf(to) === "islands" && layerOf(from) !== "islands") return "is a program of its own";
  if (moduleOf(from) === null || layerOf(to) !== "modules") return null;
  return moduleOf(to) === moduleOf(from) ? null : `module ${moduleOf(from)} imports beside itself`;
}

function packageFault(from: string, specifier: string): string | null {
  const layer = layerOf(from);
  if (from === NATIVE) return null;
  if (specifier.startsWith("node:")) return nodeLayers.has(layer) ? null : "is Node's";
  if (specifier === "#native")
    return packages[layer]?.test(specifier) ? null : "is not for this layer";
  return packages[layer]?.test(specifier) === false ? "is not for this layer" : null;
}

it("stands in a layer", () => {
  expect(sources.filter((path) => rank(path) < 0)).toEqual([]);
});

it("keeps the simulator above everything: nothing of the product imports it", () => {
  const above = sources.filter((path) => importsOf(path).some((name) => /\bsim\//.test(name)));
  expect(above).toEqual([]);
});

it("imports down the layers only, and modules never each other", () => {
  const faults = sources.flatMap((path) =>
    importsOf(path).flatMap((specifier) => {
      const fault = specifier.startsWith(".") ? relativeFault : packageFault;
      const found = fault(path, specifier);
      return found === null ? [] : [`${path}: ${specifier} ${found}`];
    }),
  );
  expect(faults).toEqual([]);
});
