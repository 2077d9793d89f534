import { toHex } from "../base/text.js";
import { leafHash } from "../crypto/hash.js";
import type { ModuleSet } from "../ledger/module-set.js";
import type { Database } from "./database.js";
import { definitionSql, formatOf } from "./definition.js";
import { readModelError } from "./errors.js";

/** How far the log was read, and which log it was: the leaf hash of its last seal, in hex. */
type Marker = { readonly format: string; readonly size: number; readonly seal: string };

type Log = { readonly size: number; readLeaf(index: number): Uint8Array };

/** Makes the tables, empty, in one transaction. */
export function define(database: Database, modules: ModuleSet): void {
  database.write("begin");
  for (const sql of definitionSql(modules)) database.write(sql);
  writeMarker(database, { format: formatOf(modules), size: 0, seal: "" });
  database.write("commit");
}

export function writeMarker(database: Database, { format, size, seal }: Marker): void {
  database.write("delete from readmodel_marker");
  database.write("insert into readmodel_marker (format, size, seal) values (?, ?, ?)", [
    format,
    size,
    seal,
  ]);
}

/**
 * How far the log was read; null in an empty file.
 * @throws READMODEL_FORMAT, READMODEL_AHEAD, READMODEL_OTHER, READMODEL_CORRUPT
 */
export function readMarker(database: Database, expected: string, log: Log): number | null {
  const tables = database.read("select name from sqlite_master") as readonly { name: string }[];
  if (tables.length === 0) return null;
  // Tables of some other program, or of a version before the marker.
  if (!tables.some(({ name }) => name === "readmodel_marker")) {
    throw readModelError("READMODEL_FORMAT", { format: null, expected });
  }
  const [marker] = database.read("select * from readmodel_marker") as readonly Marker[];
  if (marker === undefined) throw readModelError("READMODEL_CORRUPT", { dir: database.dir });
  const { format, size, seal } = marker;
  if (format !== expected) throw readModelError("READMODEL_FORMAT", { format, expected });
  if (size > log.size) throw readModelError("READMODEL_AHEAD", { size, logSize: log.size });
  if (size > 0 && toHex(leafHash(log.readLeaf(size - 1))) !== seal) {
    throw readModelError("READMODEL_OTHER", { size });
  }
  return size;
}
