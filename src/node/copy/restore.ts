import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { equalBytes } from "../../base/bytes.js";
import { isCoded } from "../../base/errors.js";
import { fromHex, toHex, utf8Decode } from "../../base/text.js";
import { Frontier } from "../../crypto/frontier.js";
import { scanFact } from "../../ledger/fact-scan.js";
import { storageError } from "../../storage/errors.js";
import { DataLock } from "../../storage/lock.js";
import { DurableRecord, type RecordState } from "../../storage/log/durable-record.js";
import { checkpointSize } from "../../storage/log/format.js";
import { SegmentLog } from "../../storage/log/segment-log.js";
import { type Config, DATA_FORMAT, type DataDirectory } from "../data-directory.js";
import { nodeError } from "../errors.js";
import type { StoredKey } from "../key-file.js";
import type { CopyResult } from "./backup.js";
import { type BackupHeader, BackupReader, BackupRecord } from "./backup-format.js";
import { leafTreeHash } from "./leaf-tree-hash.js";
import { renewEpoch } from "./renew-epoch.js";
import { type Plan, Staging } from "./staging.js";

export type RestoreOptions = {
  readonly file: string;
  readonly data: DataDirectory;
  /** What was signed above the backup is given up: a new epoch begins, with new keys. */
  readonly acceptLoss: boolean;
  /** ms since 1970: the time of the block that begins the epoch. */
  readonly now: number;
  /** Those in the directory's `keys/` by default: who has them under passphrases opens them. */
  readonly keys?: readonly StoredKey[];
  /** Threads that check signatures before a new epoch begins; 0 checks them in the calling one. */
  readonly workers?: number;
};

const TURN_ENTRIES = 4096;

/**
 * Puts a backup in the place of a log that is lost, damaged or behind. It is read whole before
 * anything is written. Into an empty directory comes the log alone: without keys and their record the
 * node only reads.
 * @throws BACKUP_FORM, BACKUP_OLDER, BACKUP_FORK, DATA_*, LOG_NETWORK, RENEW_REFUSED, KEY_*, DISK_*
 */
export async function restore(options: RestoreOptions): Promise<CopyResult> {
  const { data, file } = options;
  const lock = await DataLock.take(data.root);
  try {
    const staging = new Staging(data);
    if (data.restoring) return staging.finish();
    const found = survey(data);
    const header = await checkBackup(file, found);
    // What the backup lacks of a decided log the other agencies have, and CometBFT brings.
    const bears = options.acceptLoss || consortiumOf(header, found) !== undefined;
    const isOlder = checkAge(header, found, bears);
    return staging.commit(await prepare(options, staging, header, { ...found, isOlder }));
  } finally {
    await lock.release();
  }
}

/** What stands in the directory. */
type Found = {
  readonly id: string | null;
  readonly kind: "node" | "replica" | null;
  readonly consortium: Config["consortium"];
  readonly record: RecordState | null;
  /** Null where there is none; `whole` is one without damage. */
  readonly log: { readonly size: number; readonly whole: boolean } | null;
};

function survey(data: DataDirectory): Found {
  const config = data.founded ? data.readConfig() : null;
  const opened = DurableRecord.open(data.record);
  const record = opened.read();
  opened.close();
  const has = existsSync(data.log) && readdirSync(data.log).length > 0;
  const id = config?.id ?? null;
  return {
    id,
    kind: config?.kind ?? null,
    consortium: config?.consortium,
    record,
    log: has ? surveyLog(data, id, record) : null,
  };
}

function surveyLog(data: DataDirectory, id: string | null, record: RecordState | null) {
  // Without its configuration nobody knows whose log it is: it is put aside, not judged.
  if (id === null) return { size: 0, whole: false };
  const log = SegmentLog.open(data.log, { networkId: fromHex(id), record, readOnly: true });
  log.close();
  return { size: log.size, whole: log.damage === null };
}

/** Reads all of it: form, digest, and the root at its end and at the record's size. */
async function checkBackup(file: string, { id, record }: Found): Promise<BackupHeader> {
  const reader = new BackupReader(file);
  try {
    const { header } = reader;
    if (id !== null && id !== header.id) throw storageError("LOG_NETWORK", { id: header.id });
    const frontier = new Frontier();
    let sealed = false;
    for (const { type, payload } of reader.entries()) {
      const { size } = frontier;
      if (type === BackupRecord.Checkpoint) {
        if ((checkpointSize(utf8Decode(payload)) ?? size + 1) > size) throw bad("checkpoint", size);
        continue;
      }
      frontier.append(leafTreeHash(payload, size));
      sealed = scanFact(payload).seal;
      if (frontier.size === record?.size && !equalBytes(frontier.root(), record.root)) {
        throw nodeError("BACKUP_FORK", { size: record.size });
      }
      if (size % TURN_ENTRIES === 0) await setImmediate();
    }
    const { size, root } = header;
    if (!sealed || frontier.size !== size || toHex(frontier.root()) !== root)
      throw bad("root", size);
    return header;
  } catch (error) {
    if (isCoded(error) && /^(?:CBOR|FACT|TEXT)_/.test(error.code)) throw bad(error.code, 0, error);
    throw error;
  } finally {
    reader.close();
  }
}

function bad(problem: string, index: number, cause?: unknown) {
  return nodeError("BACKUP_FORM", { problem, index }, cause);
}

/** Whether the backup has less than was there or signed. @throws BACKUP_OLDER, DATA_LOG_LONGER */
function checkAge({ size }: BackupHeader, { record, log }: Found, bears: boolean): boolean {
  const recorded = record?.size ?? 0;
  const there = log?.size ?? 0;
  const isOlder = size < recorded || size < there;
  if (isOlder && !bears) throw nodeError("BACKUP_OLDER", { size, recorded, log: there });
  // Nothing is lost that can still be read: who wants to go on from there backs that log up first.
  if (log?.whole === true && size < there) throw nodeError("DATA_LOG_LONGER", { size, log: there });
  return isOlder;
}

/** The restored log, durable, every block in a write of its own. */
function writeLog(dir: string, file: string, { id, size, together }: BackupHeader): void {
  const reader = new BackupReader(file);
  const log = SegmentLog.open(dir, { networkId: fromHex(id), record: null });
  try {
    let block: Uint8Array[] = [];
    for (const { type, payload } of reader.entries()) {
      if (type === BackupRecord.Checkpoint) {
        log.appendCheckpoint(utf8Decode(payload));
        continue;
      }
      block.push(payload);
      if (!scanFact(payload).seal) continue;
      // Before the leaves of which it speaks, as a node writes it.
      if (together && log.size + block.length === size) {
        log.appendMark({ height: together.engineHeight, size });
      }
      log.append(block);
      block = [];
    }
    log.syncNow();
    if (log.size !== size) throw bad("changed while it was read", log.size);
  } finally {
    log.close();
    reader.close();
  }
}

/** Leaves nothing behind when it fails. */
async function prepare(...[options, staging, header, found]: Parameters<typeof makePlan>) {
  try {
    staging.begin();
    writeLog(staging.log, options.file, header);
    return await makePlan(options, staging, header, found);
  } catch (error) {
    staging.discard();
    throw error;
  }
}

/** With whom the node orders: as the directory says where there is one, else as the backup does. */
function consortiumOf({ together }: BackupHeader, { id, consortium }: Found): Config["consortium"] {
  return id === null ? together?.consortium : consortium;
}

/** An older copy may be of another history: what was signed before is what it has to come to. */
function signingFrom(
  consortium: NonNullable<Config["consortium"]>,
  { isOlder, record }: Found & { readonly isOlder: boolean },
): NonNullable<Config["consortium"]> {
  const before = consortium.signsFrom?.size ?? 0;
  if (!isOlder || record === null || record.size <= before) return consortium;
  return { ...consortium, signsFrom: { size: record.size, root: toHex(record.root) } };
}

async function makePlan(
  { data, keys, now, workers = 0 }: RestoreOptions,
  staging: Staging,
  header: BackupHeader,
  found: Found & { readonly isOlder: boolean },
): Promise<Plan> {
  const { network, id, demo, size, root } = header;
  const kind = found.kind ?? header.kind;
  const consortium = consortiumOf(header, found);
  const config = {
    format: DATA_FORMAT,
    network,
    id,
    kind,
    demo,
    ...(consortium && { consortium: signingFrom(consortium, found) }),
  };
  const oldLog = found.log === null ? null : freeName(data, `log-${found.log.size}`);
  const result = { facts: size, size, root };
  const renews = found.isOlder && consortium === undefined;
  if (renews && found.record !== null && kind === "node") {
    const lostTo = Math.max(found.record.size, found.log?.size ?? 0);
    const stored = keys ?? data.readKeys();
    const renewed = await renewEpoch({ staging, header, keys: stored, lostTo, now, workers });
    return { config, oldLog, result: renewed };
  }
  if (found.record !== null) writeRecord(staging, id, fromHex(root));
  return { config, oldLog, result };
}

/** Where there is a record it must know the new files; where there is none, nobody may sign. */
function writeRecord(staging: Staging, id: string, root: Uint8Array): void {
  const record = DurableRecord.open(staging.record);
  const log = SegmentLog.open(staging.log, { networkId: fromHex(id), record: null });
  record.write({ ...log.syncNow(), root });
  log.close();
  record.close();
}

function freeName(data: DataDirectory, name: string): string {
  for (let i = 1; ; i++) {
    const free = i === 1 ? name : `${name}.${i}`;
    if (!existsSync(join(data.evidence, free))) return free;
  }
}
