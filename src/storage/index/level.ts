import { equalBytes } from "../../base/bytes.js";
import { type CounterfoilError, isCoded } from "../../base/errors.js";
import { Deadlines } from "../../ledger/state.js";
import { indexError } from "./errors.js";
import { batchKey, MARKER, type Marker, markerCodec, prefix, timeCodec } from "./stored.js";

type Range = { readonly gte: string; readonly lt: string };

/** What the index asks of LevelDB. */
export interface Level {
  getSync(key: string): Uint8Array | undefined;
  /** As they are on disk at some moment between the call and the answer. */
  getMany(keys: string[]): Promise<(Uint8Array | undefined)[]>;
  batch(): LevelBatch;
  keys(range: Range): Keys;
  iterator(range: Range): AsyncIterable<[string, Uint8Array]>;
  close(): Promise<void>;
}

export interface Keys extends AsyncIterable<string> {
  /** The next ones, so many at most; none where there are no more. */
  nextv(size: number): Promise<readonly string[]>;
}

/** Written whole or not at all. */
export interface LevelBatch {
  put(key: string, value: Uint8Array): unknown;
  del(key: string): unknown;
  write(options: { readonly sync: boolean }): Promise<void>;
}

/** Where a database lies: LevelDB in a folder, or what a simulation puts in its place. */
export interface LevelPlace {
  readonly path: string;
  /** @throws INDEX_LOCKED, INDEX_OPEN, INDEX_CORRUPT */
  open(): Promise<Level>;
  /** Removes what is there. */
  wipe(): Promise<void>;
  /** Whether `recordDamage` was called since the last `wipe`. */
  readonly damaged: boolean;
  /** So that the next start derives the index anew, however this process ends. */
  recordDamage(): void;
}

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
export async function openIndex(place: LevelPlace, expected: Expected): Promise<Opened> {
  try {
    if (place.damaged) throw indexError("INDEX_CORRUPT", { path: place.path });
    return await load(place, expected);
  } catch (error) {
    if (!isCoded(error) || !wipes.has(error.code)) throw error;
    expected.onWipe?.(error);
    await place.wipe();
    return await load(place, expected);
  }
}

/** Whatever LevelDB or a codec finds wrong in what it reads. */
export function damage(path: string, cause: unknown): CounterfoilError {
  return isCoded(cause) && wipes.has(cause.code)
    ? cause
    : indexError("INDEX_CORRUPT", { path }, cause);
}

const wipes = new Set(["INDEX_CORRUPT", "INDEX_NETWORK", "INDEX_FORMAT", "INDEX_AHEAD"]);

async function load(place: LevelPlace, expected: Expected): Promise<Opened> {
  const level = await place.open();
  try {
    const bytes = level.getSync(MARKER);
    if (bytes === undefined) return { level, deadlines: new Deadlines(), size: 0, batch: 0 };
    const marker = markerCodec.decode(bytes);
    checkMarker(marker, expected);
    await checkBatches(level, marker.batch);
    return { level, deadlines: await readDeadlines(level), size: marker.size, batch: marker.batch };
  } catch (error) {
    await level.close();
    throw damage(place.path, error);
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

/** Of every stored key of the kind. */
export function rangeOf(kind: string): Range {
  return { gte: kind, lt: String.fromCharCode(kind.charCodeAt(0) + 1) };
}
