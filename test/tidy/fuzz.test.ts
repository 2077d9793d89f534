import { expect, it } from "vitest";
import { pages } from "../../fuzz/http/addresses.js";
import { filesUnder, importsOf, parse, read, sources } from "./sources.js";

/**
 * What takes bytes, text or values that somebody else has made is fuzzed, or stands here with the
 * reason why not.
 */
const notFuzzed: Readonly<Record<string, string>> = JSON.parse(read("test/tidy/not-fuzzed.json"));

const NAMED = /^(?:decode|parse|read|split|open|unseal|judge|check|verify|scan|secretOf)[A-Z]/;
const FROM_OUTSIDE = /^\s*\(?\s*\w+: (?:Uint8Array|string|Cbor|Json|unknown)\b/;

/** `path#name` of every exported function whose name says that it reads, and whose first parameter is raw. */
function readersIn(path: string): string[] {
  const text = read(path);
  return parse(path).module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ exportName: { name } }) => {
      if (name === null || name === undefined || !NAMED.test(name)) return [];
      const declared = new RegExp(`export (?:async )?(?:function|const) ${name}\\b`).exec(text);
      if (declared === null) return [];
      const parameters = text.slice(text.indexOf("(", declared.index + declared[0].length));
      return FROM_OUTSIDE.test(parameters.slice(0, 120)) ? [`${path}#${name}`] : [];
    }),
  );
}

const readers = sources
  .filter((path) => !path.startsWith("src/portal/islands/"))
  .flatMap(readersIn);

/** Every name that a file of the fuzzer imports of the product. */
const fuzzed = new Set(
  filesUnder("fuzz")
    .filter((path) => path.endsWith(".ts"))
    .flatMap((path) =>
      parse(path).module.staticImports.flatMap(({ moduleRequest, entries }) =>
        entries.map(({ importName }) => {
          const file = moduleRequest.value.replace(/^#src\//, "src/").replace(/\.js$/, ".ts");
          return `${file}#${importName.name ?? ""}`;
        }),
      ),
    ),
);

it("has a target for every decoder", () => {
  const missing = readers.filter((reader) => !fuzzed.has(reader) && !(reader in notFuzzed));
  expect(missing).toEqual([]);
});

it("excuses nothing that is fuzzed or gone", () => {
  const excused = Object.keys(notFuzzed);
  expect(excused.filter((reader) => fuzzed.has(reader) || !readers.includes(reader))).toEqual([]);
});

it("keeps the fuzzer above everything: nothing of the product imports it", () => {
  expect(sources.filter((path) => importsOf(path).some((name) => /\bfuzz\//.test(name)))).toEqual(
    [],
  );
});

/** Addresses that a node puts up besides the API; Swagger UI has its own under the first. */
const mounted = ["/api/docs", ...addressesIn()];

function addressesIn(): string[] {
  return filesUnder("src/node/http")
    .filter((path) => !path.endsWith(".test.ts"))
    .flatMap((path) => [
      ...read(path).matchAll(
        /(?:app\.get(?:<[^(]*>)?\(|forPeople\(app, service, |page\("\w+", |path: )"(\/[^"]*)"/g,
      ),
    ])
    .map(([, address = ""]) => address.replaceAll(/:\w+|\*/g, "{}"));
}

it("asks for every page", () => {
  expect([...new Set(mounted)].sort()).toEqual(Object.keys(pages).sort());
});
