import { renameSync, rmSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { setImmediate } from "node:timers/promises";
import { equalBytes } from "../../base/bytes.js";
import { fromHex, toHex, utf8Encode } from "../../base/text.js";
import { Frontier } from "../../crypto/frontier.js";
import { onDisk, syncDirectory } from "../../storage/disk.js";
import { DurableRecord } from "../../storage/log/durable-record.js";
import { type LogCheckpoint, SegmentLog } from "../../storage/log/segment-log.js";
import { corrupt } from "../../storage/log/segments.js";
import type { DataDirectory } from "../data-directory.js";
import { nodeError } from "../errors.js";
import { BackupRecord, BackupWriter } from "./backup-format.js";
import { leafTreeHash } from "./leaf-tree-hash.js";

export type BackupOptions = {
  readonly data: DataDirectory;
  /** Replaced if it is there. */
  readonly file: string;
  readonly onProgress?: (facts: number, size: number) => void;
};

/** `root` in hex. */
export type CopyResult = { readonly facts: number; readonly size: number; readonly root: string };

const TURN_LEAVES = 4096;

/**
 * The log and its signed checkpoints in one file, without any key: up to the last block that is on
 * durable record, so it may run beside a node.
 * @throws DATA_*, LOG_CORRUPT, LOG_ROOT, DISK_*
 */
export async function backup({ data, file, onProgress }: BackupOptions): Promise<CopyResult> {
  const { network, id, kind, demo, consortium } = data.readConfig();
  const opened = DurableRecord.open(data.record);
  const record = opened.read();
  opened.close();
  let engineHeight = 0;
  const log = SegmentLog.open(data.log, {
    networkId: fromHex(id),
    record,
    readOnly: true,
    visitor: {
      // A node that runs beside may have marked more than is copied.
      visitMark: (mark) => {
        if (mark.size <= (record?.size ?? mark.size)) engineHeight = mark.height;
      },
    },
  });
  try {
    if (log.damage !== null) throw corrupt(log.damage);
    const size = Math.min(record?.size ?? log.size, log.size);
    if (size === 0) throw nodeError("DATA_MISSING", { data: data.root });
    const root = await rootOfLog(log, size);
    if (record?.size === size && !equalBytes(record.root, root)) {
      throw nodeError("LOG_ROOT", { size });
    }
    const together = consortium && { consortium, engineHeight };
    const header = {
      ...{ network, id, kind, demo, size, root: toHex(root) },
      ...(together && { together }),
    };
    await writeBackup(file, header, log, onProgress ?? (() => {}));
    return { facts: size, size, root: header.root };
  } finally {
    log.close();
  }
}

async function rootOfLog(log: SegmentLog, size: number): Promise<Uint8Array> {
  const frontier = new Frontier();
  for (const { index, leaf } of log.leaves()) {
    if (index >= size) break;
    frontier.append(leafTreeHash(leaf, index));
    if (index % TURN_LEAVES === 0) await setImmediate();
  }
  return frontier.root();
}

/** Under another name until it is whole and durable. */
async function writeBackup(
  file: string,
  header: ConstructorParameters<typeof BackupWriter>[1],
  log: SegmentLog,
  onProgress: (facts: number, size: number) => void,
): Promise<void> {
  const draft = `${file}.new`;
  onDisk(draft, () => rmSync(draft, { force: true }));
  const writer = new BackupWriter(draft, header);
  try {
    await writeEntries(writer, log, header.size, onProgress);
    writer.finish();
  } finally {
    writer.close();
  }
  onDisk(file, () => renameSync(draft, file));
  syncDirectory(dirname(resolve(file)));
}

async function writeEntries(
  writer: BackupWriter,
  log: SegmentLog,
  size: number,
  onProgress: (facts: number, size: number) => void,
): Promise<void> {
  const notes = log.checkpoints();
  let note = notes.next();
  const notesUpTo = (facts: number) => {
    for (; note.done !== true && note.value.index <= facts; note = notes.next()) {
      addNote(writer, note.value);
    }
  };
  for (const { index, leaf } of log.leaves()) {
    notesUpTo(index);
    if (index >= size) break;
    writer.add(BackupRecord.Leaf, leaf);
    if (index % TURN_LEAVES !== 0) continue;
    onProgress(index, size);
    await setImmediate();
  }
  notesUpTo(size);
  notes.return(undefined);
}

function addNote(writer: BackupWriter, { text }: LogCheckpoint): void {
  writer.add(BackupRecord.Checkpoint, utf8Encode(text));
}
