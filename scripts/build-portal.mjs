// Builds what the portal's pages ask for under /assets: one style sheet, the fonts, the mark, the
// islands; and the verifier, one file that asks for nothing.
import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";
import { build } from "esbuild";
import { compile, NodePackageImporter } from "sass";

const root = fileURLToPath(new URL("../", import.meta.url));
const styles = `${root}src/portal/styles/`;
const assets = `${root}dist/portal/assets/`;

const fonts = {
  "source-sans-3": ["latin", "latin-ext"],
  "source-serif-4": ["latin", "latin-ext"],
  "source-code-pro": ["latin"],
};

mkdirSync(assets, { recursive: true });

const importers = [new NodePackageImporter(root)];
const styleSheet = (name) =>
  compile(`${styles}${name}.scss`, { style: "compressed", charset: false, importers }).css;
writeFileSync(`${assets}portal.css`, styleSheet("portal"));
copyFileSync(`${styles}mark.svg`, `${assets}mark.svg`);

for (const [family, subsets] of Object.entries(fonts)) {
  const from = `${root}node_modules/@fontsource-variable/${family}/`;
  copyFileSync(`${from}LICENSE`, `${assets}${family}-OFL.txt`);
  for (const subset of subsets) {
    const file = `${family}-${subset}-wght-normal.woff2`;
    copyFileSync(`${from}files/${file}`, `${assets}${file}`);
  }
}

/** A quarter of a megabyte of messages in other languages, of which no page shows one. */
const withoutLocales = {
  name: "without locales",
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /\/locales\/index\.js$/ }, () => ({ path: "none", namespace: "locales" }));
    onLoad({ filter: /./, namespace: "locales" }, () => ({ contents: "export {};" }));
  },
};

/** Of the sources, as the tests are; `#native` would lead into the build. */
const browser = {
  bundle: true,
  minify: true,
  legalComments: "none",
  platform: "browser",
  target: "es2022",
  jsx: "automatic",
  jsxImportSource: "preact",
  plugins: [withoutLocales],
  alias: { "#native": `${root}src/crypto/native.browser.ts` },
};

/** It is a page of its own, not a program of one. */
const VERIFIER = "verify";
const islands = `${root}src/portal/islands/`;
const entries = readdirSync(islands)
  .filter((name) => name !== VERIFIER)
  .flatMap((name) =>
    ["main.ts", "main.tsx"]
      .map((main) => ({ in: `${islands}${name}/${main}`, out: name }))
      .filter((entry) => existsSync(entry.in)),
  );
// What several of them share is one file, which a browser fetches once.
const { metafile } = await build({
  ...browser,
  entryPoints: entries,
  outdir: assets,
  format: "esm",
  splitting: true,
  chunkNames: "shared-[hash]",
  metafile: true,
});
const made = new Set(Object.keys(metafile.outputs).map((path) => basename(path)));
for (const name of readdirSync(assets).filter((file) => file.startsWith("shared-"))) {
  if (!made.has(name.replace(/\.br$/, ""))) rmSync(`${assets}${name}`);
}

const sources = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** One file that needs nothing else: its policy allows its own script and styles by hash, and no request. */
async function buildVerifier() {
  const { outputFiles } = await build({
    ...browser,
    entryPoints: [`${islands}${VERIFIER}/main.tsx`],
    format: "iife",
    write: false,
  });
  const script = outputFiles[0].text.trim();
  const style = embedFonts(styleSheet("verifier"));
  const policy = [
    "default-src 'none'",
    `script-src ${sources(script)}`,
    `style-src ${sources(style)}`,
    "font-src data:",
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
  const mark = readFileSync(`${styles}mark.svg`).toString("base64");
  const parts = {
    "%policy%": policy,
    "%mark%": mark,
    "<!-- style -->": `<style>${style}</style>`,
    "<!-- script -->": `<script>${script}</script>`,
  };
  const page = readFileSync(`${islands}${VERIFIER}/page.html`, "utf8");
  const html = page.replaceAll(new RegExp(Object.keys(parts).join("|"), "g"), (at) => parts[at]);
  // Renamed into place, so that whoever reads it meanwhile reads all of it.
  writeFileSync(`${root}dist/portal/verify.html.new`, html);
  renameSync(`${root}dist/portal/verify.html.new`, `${root}dist/portal/verify.html`);
}

function embedFonts(css) {
  return css.replaceAll(/url\("?([\w-]+\.woff2)"?\)/g, (_, file) => {
    const bytes = readFileSync(`${assets}${file}`).toString("base64");
    return `url(data:font/woff2;base64,${bytes})`;
  });
}

await buildVerifier();

// The map draws in a worker of its own origin; it is whole in one file, and needs no bundling.
const maplibre = `${root}node_modules/maplibre-gl/`;
copyFileSync(`${maplibre}dist/maplibre-gl-worker.mjs`, `${assets}map-worker.js`);
copyFileSync(`${maplibre}LICENSE.txt`, `${assets}maplibre-gl-LICENSE.txt`);

/** For phones: a third of the bytes. Levels above 9 take seconds and save little. */
const compression = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };
for (const name of readdirSync(assets).filter((file) => /\.(?:css|js|svg)$/.test(file))) {
  writeFileSync(
    `${assets}${name}.br`,
    brotliCompressSync(readFileSync(`${assets}${name}`), compression),
  );
}
