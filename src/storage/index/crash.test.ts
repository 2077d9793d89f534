import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CounterfoilError } from "../../base/errors.js";
import { MemoryState, type StateChanges } from "../../ledger/state.js";
import { StateIndex } from "./state-index.js";

const FACTS = 50;
const KEYS = 997;
const options = { network: new Uint8Array(32), format: 1, logSize: Number.MAX_SAFE_INTEGER };

/** What block i changes, in the child and here; it must stand by itself, since the child gets its text. */
function block(i: number, facts: number, keys: number): StateChanges {
  const indices = Array.from({ length: facts }, (_, j) => i * facts + j);
  const filler = "x".repeat(300);
  return {
    facts: new Map(indices.map((index) => [`k/${index % keys}`, { index, value: [i, filler] }])),
    lists: new Map([["last", indices.map(String)]]),
    deadlines: new Map([
      [`k/${i % keys}`, i],
      [`k/${(i * 7) % keys}`, null],
    ]),
  };
}

/** Applies blocks without end and says after each drained one how far it came. */
const child = `
import { StateIndex } from "./state-index.ts";
${block.toString()}
const options = { network: new Uint8Array(32), format: 1, logSize: Number.MAX_SAFE_INTEGER };
const index = await StateIndex.open(process.argv[2], options);
for (let i = index.size / ${FACTS}; ; i++) {
  index.apply(block(i, ${FACTS}, ${KEYS}), (i + 1) * ${FACTS});
  if (i % 3 === 0) continue;
  await index.drained();
  process.stdout.write(index.size + "\\n");
}
`;

const here = fileURLToPath(new URL(".", import.meta.url));
let dir: string;
let program: string;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "index-crash-"));
  symlinkSync(
    fileURLToPath(new URL("../../../node_modules", import.meta.url)),
    `${dir}/node_modules`,
  );
  program = join(dir, "child.mjs");
  await build({
    stdin: { contents: child, resolveDir: here, sourcefile: "child.ts", loader: "ts" },
    outfile: program,
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
  });
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** Runs the child until it has said `lines` lines, kills it, answers the last size it said. */
async function killAfter(lines: number): Promise<number> {
  const writer = spawn(process.execPath, [program, dir], { stdio: ["ignore", "pipe", "inherit"] });
  const gone = new Promise((resolve) => writer.once("exit", (_, signal) => resolve(signal)));
  let said = 0;
  let left = lines;
  for await (const line of createInterface({ input: writer.stdout })) {
    said = Number(line);
    left--;
    if (left === 0) writer.kill("SIGKILL");
  }
  expect(await gone).toBe("SIGKILL");
  return said;
}

describe("a process killed while it writes", () => {
  it.each([1, 4, 17, 60, 200])("leaves a whole prefix, after %i drained blocks", async (lines) => {
    const said = await killAfter(lines);
    const wiped: string[] = [];
    const onWipe = (reason: CounterfoilError) => wiped.push(reason.code);
    const index = await StateIndex.open(dir, { ...options, onWipe });
    expect(wiped).toEqual([]);
    expect(index.size).toBeGreaterThanOrEqual(said);
    expect(index.size % FACTS).toBe(0);

    const model = new MemoryState();
    for (let i = 0; i < index.size / FACTS; i++) model.apply(block(i, FACTS, KEYS));
    for (let k = 0; k < KEYS; k++) expect(index.get(`k/${k}`)).toEqual(model.get(`k/${k}`));
    expect(index.members("last")).toEqual(model.members("last"));
    const everything = Number.MAX_SAFE_INTEGER;
    expect(index.due(everything)).toEqual(model.due(everything));
    await index.close();
  });
});
