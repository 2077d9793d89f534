import { basename, dirname } from "node:path";
import { isCoded } from "#src/base/errors.js";
import type { RecordState } from "#src/storage/log/durable-record.js";
import type { SeededChance } from "./chance.js";
import { simError } from "./errors.js";
import type { Machine } from "./node.js";

const SLOT_BYTES = 75;
const SLOT_STRIDE = 4096;

/** One bit that turned where it lies. */
export type Rot = {
  readonly path: string;
  readonly offset: number;
  /** Whether the node must refuse to start with it. */
  readonly bars: boolean;
  /** The derived store that it is in. */
  readonly store: "INDEX" | "TILES" | null;
  /** Brings back the good byte; false where it was written over since. */
  readonly mend: () => boolean;
};

/**
 * Turns a bit of the log, the record, the tiles or the index.
 * @param recorded what the durable record covered when it was last seen; null: not known
 */
export function rotOne(
  machine: Machine,
  chance: SeededChance,
  recorded: RecordState | null,
): Rot | null {
  const { disk, level, data } = machine;
  const files = disk.names.files().filter(([, file]) => file.byteLength > 0);
  const place = chance.below(files.length + 1);
  const [path, file] = files[place] ?? [];
  if (path === undefined || file === undefined) return rotIndex(level.values, level.path, chance);
  let offset = chance.below(file.byteLength);
  // Most of the record's file is nothing, which may turn as it likes.
  if (path === data.record) offset = chance.below(2) * SLOT_STRIDE + chance.below(SLOT_BYTES);
  const mend = file.rot(offset, chance.below(8));
  const bars = dirname(path) === data.log && recorded !== null && isCovered(path, offset, recorded);
  return { path, offset, mend, bars, store: dirname(path) === data.tiles ? "TILES" : null };
}

function isCovered(path: string, offset: number, recorded: RecordState): boolean {
  const first = Number(basename(path, ".seg"));
  const { segmentFirstIndex, byteLength } = recorded;
  return first < segmentFirstIndex || (first === segmentFirstIndex && offset < byteLength);
}

function rotIndex(values: Map<string, Uint8Array>, path: string, chance: SeededChance): Rot | null {
  const entries = [...values].filter(([, value]) => value.length > 0);
  const [key, value] = entries[chance.below(entries.length)] ?? [];
  if (key === undefined || value === undefined) return null;
  const offset = chance.below(value.length);
  value[offset] = (value[offset] ?? 0) ^ (1 << chance.below(8));
  return { path: `${path}/${key}`, offset, bars: false, store: "INDEX", mend: () => false };
}

/** Whether the error is the detection of this rot, at its place. @throws SIM_VIOLATION where another is named */
export function detects(error: unknown, { path }: Rot, logDirectory: string): boolean {
  if (!isCoded(error)) return false;
  if (error.code === "RECORD_DAMAGED") return true;
  if (!/^LOG_(?:CORRUPT|VERSION|NETWORK)$/.test(error.code)) return false;
  const named = error.facts["segment"];
  if (dirname(path) === logDirectory && named !== undefined && named !== basename(path)) {
    throw simError("SIM_VIOLATION", { what: "another place was named", path, named });
  }
  return true;
}
