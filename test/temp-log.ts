import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { afterAll } from "vitest";
import { isCoded } from "../src/base/errors.js";

export { testBlock, testNetworkId, testNote } from "./temp-log-fixtures.js";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Where a sync costs nothing: these tests make thousands, and none of them pulls the plug. */
const memory = "/dev/shm";
const temp = existsSync(memory) ? memory : tmpdir();

const made: string[] = [];
afterAll(() => {
  for (const dir of made) rmSync(dir, { recursive: true, force: true });
});

/** A directory that is gone after the file's tests. */
export function tempDir(): string {
  const dir = mkdtempSync(join(temp, "counterfoil-test-"));
  made.push(dir);
  return dir;
}

/** Name and bytes of every file of a directory. */
export function readFiles(dir: string): Map<string, Uint8Array> {
  const names = readdirSync(dir).sort();
  return new Map(names.map((name) => [name, new Uint8Array(readFileSync(join(dir, name)))]));
}

/** Makes a directory hold exactly these files. */
export function writeFiles(dir: string, files: ReadonlyMap<string, Uint8Array>): void {
  for (const name of readdirSync(dir)) if (!files.has(name)) rmSync(join(dir, name));
  for (const [name, bytes] of files) writeFileSync(join(dir, name), bytes);
}

/** The code of the error that `work` throws, with its facts; null when it throws none. */
export function refusal(work: () => unknown): Record<string, unknown> | null {
  try {
    work();
    return null;
  } catch (error) {
    if (isCoded(error)) return { ...error.facts, code: error.code };
    throw error;
  }
}

/** A program that a real `node` can run, from TypeScript whose imports are relative to src/. */
export function bundleProgram(source: string): string {
  const dir = tempDir();
  const outfile = join(dir, "program.mjs");
  symlinkSync(join(root, "node_modules"), join(dir, "node_modules"));
  buildSync({
    stdin: { contents: source, resolveDir: join(root, "src"), loader: "ts" },
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    alias: { "#native": join(root, "src/crypto/native.node.ts") },
    outfile,
  });
  return outfile;
}
