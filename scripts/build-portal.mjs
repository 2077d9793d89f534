// Builds what the portal's pages ask for under /assets: one style sheet, the fonts, the mark, the islands.
import { copyFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
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

const { css } = compile(`${styles}portal.scss`, {
  style: "compressed",
  charset: false,
  importers: [new NodePackageImporter(root)],
});
writeFileSync(`${assets}portal.css`, css);
copyFileSync(`${styles}mark.svg`, `${assets}mark.svg`);

for (const [family, subsets] of Object.entries(fonts)) {
  const from = `${root}node_modules/@fontsource-variable/${family}/`;
  copyFileSync(`${from}LICENSE`, `${assets}${family}-OFL.txt`);
  for (const subset of subsets) {
    const file = `${family}-${subset}-wght-normal.woff2`;
    copyFileSync(`${from}files/${file}`, `${assets}${file}`);
  }
}

/** Of the sources, as the tests are; `#native` would lead into the build. */
const browser = {
  bundle: true,
  minify: true,
  legalComments: "none",
  platform: "browser",
  target: "es2022",
  jsx: "automatic",
  jsxImportSource: "preact",
  alias: { "#native": `${root}src/crypto/native.browser.ts` },
};

const islands = `${root}src/portal/islands/`;
const entries = readdirSync(islands).flatMap((name) =>
  ["main.ts", "main.tsx"]
    .map((main) => ({ in: `${islands}${name}/${main}`, out: name }))
    .filter((entry) => existsSync(entry.in)),
);
await build({ ...browser, entryPoints: entries, outdir: assets, format: "esm" });
