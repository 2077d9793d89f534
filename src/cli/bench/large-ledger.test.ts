import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { audit } from "../../node/copy/audit.js";
import { DataDirectory } from "../../node/data-directory.js";
import { growLedger } from "./large-ledger.js";

const made: string[] = [];
afterAll(() => {
  for (const dir of made) rmSync(dir, { recursive: true, force: true });
});
function emptyData(): DataDirectory {
  const dir = mkdtempSync(join(tmpdir(), "counterfoil-bench-"));
  made.push(dir);
  return new DataDirectory(dir);
}

const grow = (data: DataDirectory, facts: number) =>
  growLedger(data, { facts, workers: 0, onProgress: () => {} });

it("makes ledgers in which everything holds, the same one every time, at once or in steps", async () => {
  const [steps, whole] = [emptyData(), emptyData()];
  await grow(steps, 1000);
  await grow(steps, 5000);
  await grow(whole, 5000);
  const [first, second] = [
    await audit({ data: steps, workers: 0 }),
    await audit({ data: whole, workers: 0 }),
  ];
  expect(first.firstBad).toBe(null);
  expect(first.facts).toBeGreaterThanOrEqual(5000);
  expect([first.facts, first.root]).toEqual([second.facts, second.root]);
});
