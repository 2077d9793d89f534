import { readFileSync, rmSync } from "node:fs";
import { open, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { diskError, onDisk, syncDirectory } from "../disk.js";

/** How many leaves the tiles hold durably, in decimal; 0 where nothing says so. @throws DISK_* */
export function readMarker(path: string): number {
  const text = onDisk(path, () => readIfThere(path));
  const size = /^(?:0|[1-9]\d{0,15})\n$/.test(text) ? Number(text) : 0;
  return Number.isSafeInteger(size) ? size : 0;
}

/** Either the old number stands there afterwards or the new one, durably. @throws DISK_* */
export async function writeMarker(path: string, size: number): Promise<void> {
  try {
    const file = await open(`${path}.tmp`, "w");
    try {
      await file.writeFile(`${size}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(`${path}.tmp`, path);
  } catch (cause) {
    throw diskError(cause, path);
  }
  syncDirectory(dirname(path));
}

/** @throws DISK_* */
export function removeMarker(path: string): void {
  onDisk(path, () => rmSync(path, { force: true }));
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return "";
    throw cause;
  }
}
