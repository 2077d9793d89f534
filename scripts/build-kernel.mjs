// Compiles the signature kernel, src/crypto/kernel, to dist/crypto/kernel.wasm. The compiler looks for
// .ts, which these files are not: no other tool of the house would understand them.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { main } from "assemblyscript/asc";

const root = fileURLToPath(new URL("../", import.meta.url));
const source = (name) => `${root}src/crypto/kernel/${name.replace(/\.ts$/, ".as")}`;
const options = ["-O3", "--noAssert", "--runtime", "stub", "--enable", "simd"];

const { error } = await main(["index.ts", "--outFile", "kernel.wasm", ...options], {
  readFile: (name) => (existsSync(source(name)) ? readFileSync(source(name), "utf8") : null),
  writeFile: (_, contents) => {
    mkdirSync(`${root}dist/crypto`, { recursive: true });
    writeFileSync(`${root}dist/crypto/kernel.wasm`, contents);
  },
  listFiles: () => [],
});
if (error !== null) {
  console.error(String(error));
  process.exit(1);
}
