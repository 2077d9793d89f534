import { readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { cliError } from "./errors.js";

/** @throws CLI_FILE, also for a file longer than `most` bytes */
export function readBytes(path: string, most: number): Uint8Array {
  try {
    const { size } = statSync(path);
    if (size > most) throw cliError("CLI_FILE", { path, bytes: size, most });
    return new Uint8Array(readFileSync(path));
  } catch (cause) {
    if (cause instanceof Error && cause.name === "CounterfoilError") throw cause;
    throw cliError("CLI_FILE", { path, reason: reasonOf(cause) }, cause);
  }
}

export function readText(path: string, most: number): string {
  return new TextDecoder().decode(readBytes(path, most));
}

/** Whole or not at all. @param mode who may read it: 0o600 for its owner alone @throws CLI_FILE */
export function writeOut(path: string, bytes: Uint8Array | string, mode = 0o666): void {
  const temporary = `${path}.${process.pid}.new`;
  try {
    writeFileSync(temporary, bytes, { flush: true, mode });
    renameSync(temporary, path);
  } catch (cause) {
    throw cliError("CLI_FILE", { path, reason: reasonOf(cause) }, cause);
  }
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
}
