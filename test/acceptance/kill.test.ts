import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const program = fileURLToPath(new URL("../../dist/kill/main.js", import.meta.url));
const seed = Date.now() % 2 ** 31;

it(`after kills under load nothing acknowledged is lost, seed ${seed}`, async () => {
  const args = ["--count", "10", "--facts", "2000", "--seed", String(seed)];
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...args]);
  expect(stdout).toContain("all on record as they were");
  console.log(stdout);
});
