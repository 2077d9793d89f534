import { existsSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { type ChainedBatch, ClassicLevel } from "classic-level";
import { equalBytes } from "../../base/bytes.js";
import { type CounterfoilError, isCoded } from "../../base/errors.js";
import { Deadlines } from "../../ledger/state.js";
import { indexError } from "./errors.js";
import { batchKey, MARKER, type Marker, markerCodec, prefix, timeCodec } from "./stored.js";

export type Level = ClassicLevel<string, Uint8Array>;
export type LevelBatch = ChainedBatch<Level, string, Uint8Array>;

/** How many batches back the index can tell that none is missing. */
export const KEPT_BATCHES = 4096;

export type Expected = {
  /** Leaf hash of fact 0. */
  readonly network: Uint8Array;
  readonly format: number;
  /** Of the log: an index that holds more is of no use. */
  readonly logSize: number;
  /** Told why the index that was there is thrown away, before it is. */
  readonly onWipe?: (reason: CounterfoilError) => void;
};

export type Opened = {
  readonly level: Level;
  readonly deadlines: Deadlines;
  readonly size: number;
  readonly batch: number;
};

/**
 * The index as it was left, or an empty one in its place where it is damaged, ahead of the log, or
 * of another network or format: it is derived, so nothing is lost but time.
 * @throws INDEX_LOCKED, INDEX_OPEN
 */
export async function openIndex(path: string, expected: Expected): Promise<Opened> {
  try {
    if (existsSync(damagePath(path))) throw indexError("INDEX_CORRUPT", { path });
    return await load(await openLevel(path), expected);
  } catch (error) {
    if (!isCoded(error) || !wipes.has(error.code)) throw error;
    expected.onWipe?.(error);
    await rm(path, { recursive: true, force: true });
    return await load(await openLevel(path), expected);
  }
}

/** So that the next start derives the index anew, however this process ends. */
export function recordDamage(path: string): void {
  try {
    writeFileSync(damagePath(path), "");
  } catch {
    // Then the next start finds the damage for itself, once it reads there.
  }
}

/** Whatever LevelDB or a codec finds wrong in what it reads. */
export function damage(path: string, cause: unknown): CounterfoilError {
  return isCoded(cause) && wipes.has(cause.code)
    ? cause
    : indexError("INDEX_CORRUPT", { path }, cause);
}

const wipes = new Set(["INDEX_CORRUPT", "INDEX_NETWORK", "INDEX_FORMAT", "INDEX_AHEAD"]);

function damagePath(path: string): string {
  return join(path, "DAMAGED");
}

async function openLevel(path: string): Promise<Level> {
  const level: Level = new ClassicLevel(path, {
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

async function load(level: Level, expected: Expected): Promise<Opened> {
  try {
    const bytes = level.getSync(MARKER);
    if (bytes === undefined) return { level, deadlines: new Deadlines(), size: 0, batch: 0 };
    const marker = markerCodec.decode(bytes);
    checkMarker(marker, expected);
    await checkBatches(level, marker.batch);
    return { level, deadlines: await readDeadlines(level), size: marker.size, batch: marker.batch };
  } catch (error) {
    await level.close();
    throw damage(level.location, error);
  }
}

/** @throws INDEX_NETWORK, INDEX_FORMAT, INDEX_AHEAD */
function checkMarker({ network, format, size }: Marker, expected: Expected): void {
  if (!equalBytes(network, expected.network)) throw indexError("INDEX_NETWORK");
  if (format !== expected.format) {
    throw indexError("INDEX_FORMAT", { format, expected: expected.format });
  }
  if (size > expected.logSize) {
    throw indexError("INDEX_AHEAD", { size, logSize: expected.logSize });
  }
}

/**
 * After a power failure the system may have kept a later page of LevelDB's log and lost an earlier
 * one. LevelDB passes over such a gap, so each batch leaves its number and none may be missing.
 * @throws INDEX_CORRUPT
 */
async function checkBatches(level: Level, last: number): Promise<void> {
  let batch = Math.max(0, last - KEPT_BATCHES);
  for await (const key of level.keys(rangeOf(prefix.batch))) {
    if (key !== batchKey(batch + 1)) throw indexError("INDEX_CORRUPT", { batch: batch + 1 });
    batch++;
  }
  if (batch !== last) throw indexError("INDEX_CORRUPT", { batch, last });
}

async function readDeadlines(level: Level): Promise<Deadlines> {
  const deadlines = new Deadlines();
  for await (const [key, bytes] of level.iterator(rangeOf(prefix.deadline))) {
    deadlines.set(key.slice(1), timeCodec.decode(bytes));
  }
  return deadlines;
}

function rangeOf(kind: string): { gte: string; lt: string } {
  return { gte: kind, lt: String.fromCharCode(kind.charCodeAt(0) + 1) };
}
