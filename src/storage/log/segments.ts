import { join } from "node:path";
import { DiskFile, onDisk } from "../disk.js";
import { storageError } from "../errors.js";
import type { FileSystem } from "../file-system.js";
import { type Fault, HEADER_BYTES, headerFault, segmentFirst } from "./format.js";

export type Segment = {
  /** Index of its first fact. */
  readonly first: number;
  readonly name: string;
  readonly path: string;
  /** Bytes that belong to the log; a file under someone else's pen may be longer. */
  byteLength: number;
};

/** Where segments lie, and whose they must be. */
export type SegmentSource = {
  /** 32 bytes: leaf hash of fact 0. */
  readonly networkId: Uint8Array;
  readonly system: FileSystem;
};

/** A place in the log where something is wrong. */
export type Damage = {
  /** The leaf that is damaged; the next fact where the damage lies outside a leaf. */
  readonly index: number;
  readonly segment: string;
  /** Bytes into the segment. */
  readonly offset: number;
  readonly reason: Fault;
};

export function corrupt(damage: Damage): Error {
  return storageError("LOG_CORRUPT", { ...damage });
}

/** The segments of a log's directory in order, and the first name that does not belong there. */
export type Listing = { readonly segments: Segment[]; readonly stray: string | null };

/** A directory that does not exist lists nothing. @throws DISK_* */
export function listSegments(dir: string, system: FileSystem): Listing {
  const segments: Segment[] = [];
  let stray: string | null = null;
  for (const name of onDisk(dir, () => namesIn(dir, system)).sort()) {
    const first = segmentFirst(name);
    const path = join(dir, name);
    if (first === null) stray ??= name;
    else segments.push({ first, name, path, byteLength: lengthOf(path, system) });
  }
  return { segments, stray };
}

function namesIn(dir: string, system: FileSystem): string[] {
  try {
    return system.list(dir);
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return [];
    throw cause;
  }
}

function lengthOf(path: string, system: FileSystem): number {
  const file = DiskFile.open(path, "read", system);
  try {
    return file.byteLength;
  } finally {
    file.close();
  }
}

/** Opens a segment to read, with what is wrong with its header. @throws LOG_VERSION, LOG_NETWORK, DISK_* */
export function openSegment(
  { path, first }: Segment,
  { networkId, system }: SegmentSource,
): { file: DiskFile; fault: Fault | null } {
  const file = DiskFile.open(path, "read", system);
  try {
    const header = new Uint8Array(HEADER_BYTES);
    const count = file.read(header, 0, HEADER_BYTES, 0);
    return { file, fault: headerFault(header.subarray(0, count), networkId, first) };
  } catch (error) {
    file.close();
    throw error;
  }
}
