import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Vectors and real data stand beside the checkout; tests that need them skip loudly without. */
const root = fileURLToPath(new URL("../../shared/", import.meta.url));

export function sharedFile(path: string): string | null {
  const full = `${root}${path}`;
  return existsSync(full) ? full : null;
}

export function sharedJson<T>(path: string): T | null {
  const file = sharedFile(path);
  return file === null ? null : (JSON.parse(readFileSync(file, "utf8")) as T);
}
