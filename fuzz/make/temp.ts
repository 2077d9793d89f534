import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const dir = mkdtempSync(join(tmpdir(), "counterfoil-fuzz-"));
process.on("exit", () => rmSync(dir, { recursive: true, force: true }));

/** A file of that name with these bytes, readable by its owner alone; the next call replaces it. */
export function fileWith(name: string, bytes: Uint8Array): string {
  const path = join(dir, name);
  writeFileSync(path, bytes, { mode: 0o600 });
  return path;
}

/** A name in the same place at which nothing stands. */
export function freshPath(name: string): string {
  const path = join(dir, name);
  rmSync(path, { recursive: true, force: true });
  return path;
}
