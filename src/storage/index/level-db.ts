import { existsSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { ClassicLevel } from "classic-level";
import { indexError } from "./errors.js";
import type { Level, LevelPlace } from "./level.js";

/** LevelDB in the folder `path`. */
export class LevelDb implements LevelPlace {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  get damaged(): boolean {
    return existsSync(this.#damagePath);
  }

  open(): Promise<Level> {
    return openLevel(this.path);
  }

  wipe(): Promise<void> {
    return rm(this.path, { recursive: true, force: true });
  }

  recordDamage(): void {
    try {
      writeFileSync(this.#damagePath, "");
    } catch {
      // Then the next start finds the damage for itself, once it reads there.
    }
  }

  get #damagePath(): string {
    return join(this.path, "DAMAGED");
  }
}

async function openLevel(path: string): Promise<Level> {
  const level = new ClassicLevel<string, Uint8Array>(path, {
    keyEncoding: "utf8",
    valueEncoding: "view",
    cacheSize: 64 * 1024 * 1024,
    writeBufferSize: 16 * 1024 * 1024,
  });
  try {
    await level.open();
    return level;
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    throw indexError(openCode(cause), { path }, error);
  }
}

function openCode(cause: unknown): "INDEX_LOCKED" | "INDEX_CORRUPT" | "INDEX_OPEN" {
  if (!(cause instanceof Error) || !("code" in cause)) return "INDEX_OPEN";
  if (cause.code === "LEVEL_LOCKED") return "INDEX_LOCKED";
  // Of an error of the system only the sentence comes through; a file that LevelDB names and
  // cannot find is damage like any other.
  const missing = cause.code === "LEVEL_IO_ERROR" && cause.message.includes("No such file");
  return missing || cause.code === "LEVEL_CORRUPTION" ? "INDEX_CORRUPT" : "INDEX_OPEN";
}
