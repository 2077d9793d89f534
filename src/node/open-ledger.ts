import type { CounterfoilError } from "../base/errors.js";
import { fromHex } from "../base/text.js";
import { leafHash } from "../crypto/hash.js";
import { Activity } from "../ledger/activity.js";
import { decodeFact, factHash, isTombstone } from "../ledger/fact.js";
import { scanFact } from "../ledger/fact-scan.js";
import { type Head, Ledger } from "../ledger/ledger.js";
import type { ModuleSet } from "../ledger/module-set.js";
import { readSeal } from "../ledger/records.js";
import { Overlay, storedFact } from "../ledger/state.js";
import { type FileSystem, nodeFileSystem } from "../storage/file-system.js";
import type { LevelPlace } from "../storage/index/level.js";
import { StateIndex } from "../storage/index/state-index.js";
import { DataLock } from "../storage/lock.js";
import { DurableRecord } from "../storage/log/durable-record.js";
import type { Mark } from "../storage/log/format.js";
import { type Recovery, SegmentLog } from "../storage/log/segment-log.js";
import { TileStore } from "../storage/tiles/tile-store.js";
import { ChunkStarts } from "./chunk-starts.js";
import { Closers } from "./closers.js";
import type { Config, DataDirectory } from "./data-directory.js";
import { nodeError } from "./errors.js";
import { modulesOf } from "./modules-of.js";
import { PublishedLog } from "./published-log.js";
import { Seals } from "./seals.js";

/** Changes when what the state index keeps of a fact does: an older index is made anew. */
const INDEX_FORMAT = 1;
/** Entries of the index that may wait for the disk while it catches up. */
const CATCH_UP_BACKLOG = 200_000;

export type OpenedLedger = {
  readonly data: DataDirectory;
  readonly config: Config;
  /** Network id. */
  readonly id: Uint8Array;
  readonly ledger: Ledger;
  readonly log: SegmentLog;
  readonly record: DurableRecord;
  readonly index: StateIndex;
  readonly tiles: TileStore;
  readonly seals: Seals;
  /** Of the log as it was opened; a node that orders with others goes on with it. */
  readonly chunkStarts: ChunkStarts;
  readonly published: PublishedLog;
  /** Of the newest block of an engine that the log knows of; 0 where no engine numbers blocks. */
  readonly engineHeight: number;
  /** Newest signed checkpoint in the log, and the size of which it speaks. */
  readonly newestNote: { readonly size: number; readonly text: string } | null;
  close(): Promise<void>;
};

export type OpenOptions = {
  readonly onRecovery: (recovery: Recovery) => void;
  /** Told why a derived store is thrown away and made anew, before it is. */
  readonly onRebuild: (reason: CounterfoilError) => void;
  /** Told once when a derived store has to be made anew from the log. */
  readonly onCatchUp: (from: number, to: number) => void;
  /**
   * For a replica, which may bring what the log lacks of its record: opens the log for writing
   * whatever the record says. Answers how far the log is durable, which the record then does not.
   */
  readonly durableSize?: () => number;
  /** What the stores lie on, where it is not this machine's file system. */
  readonly disk?: {
    readonly system: FileSystem;
    readonly index: LevelPlace;
    readonly segmentBytes: number;
  };
};

/**
 * Opens a data directory: reads the log once, from which everything else is made or brought up.
 * @throws DATA_*, LOG_*, RECORD_*, INDEX_*, TILE_*, DISK_*
 */
export async function openLedger(data: DataDirectory, options: OpenOptions): Promise<OpenedLedger> {
  const config = data.readConfig();
  const opened = new Closers();
  const lock = await DataLock.take(data.root);
  opened.add(() => lock.release());
  try {
    return await openStores(data, config, options, opened);
  } catch (error) {
    await opened.close();
    throw error;
  }
}

/** What `openLedger` opens behind the lock, each entered in `opened` to be closed. @throws as `openLedger` */
export async function openStores(
  data: DataDirectory,
  config: Config,
  options: OpenOptions,
  opened: Closers,
): Promise<OpenedLedger> {
  const id = fromHex(config.id);
  const system = options.disk?.system ?? nodeFileSystem;
  const record = DurableRecord.open(data.record, system);
  opened.add(() => record.close());
  const scan = new Scan();
  const log = SegmentLog.open(data.log, {
    networkId: id,
    record: options.durableSize === undefined ? record.read() : null,
    system,
    ...(options.disk && { segmentBytes: options.disk.segmentBytes }),
    visitor: scan,
    onRecovery: options.onRecovery,
  });
  opened.add(() => log.close());
  const modules = modulesOf(log.readLeaf(0));
  const index = await StateIndex.open(data.root, {
    network: id,
    format: INDEX_FORMAT,
    logSize: log.size,
    durableSize: options.durableSize ?? (() => record.read()?.size ?? log.size),
    onWipe: options.onRebuild,
    ...(options.disk && { place: options.disk.index }),
  });
  opened.add(() => index.close());
  await catchUp(index, log, modules, options);
  const known = record.read();
  const { tiles, frontier } = await TileStore.open(data.root, {
    system,
    size: log.size,
    leafHashes: (from, to) => leafHashes(log, from, to),
    // The checksums hold; this finds a log that was exchanged for another of the same length.
    expected: known !== null && known.size <= log.size ? known : null,
    onRebuild: options.onRebuild,
  });
  opened.add(() => tiles.close());
  settleRecord(log, record, frontier.root());
  const head: Head = { frontier, activity: scan.activity, seal: lastSeal(log, scan.seals) };
  const ledger = new Ledger(modules, index, head);
  const published = new PublishedLog(log, tiles, scan.seals, scan.activity.clone());
  const { seals, chunkStarts, newestNote } = scan;
  const engineHeight = scan.heightAt(log.size);
  return {
    data,
    config,
    id,
    ledger,
    log,
    record,
    index,
    tiles,
    seals,
    chunkStarts,
    engineHeight,
    published,
    newestNote,
    close: () => opened.close(),
  };
}

/** What one reading of the whole log gives. */
class Scan {
  readonly activity = new Activity();
  readonly seals = new Seals();
  readonly chunkStarts = new ChunkStarts();
  newestNote: { readonly size: number; readonly text: string } | null = null;

  readonly visitLeaf = (index: number, leaf: Uint8Array): void => {
    const { supersedes, seal } = scanFact(leaf);
    this.activity.append(supersedes);
    this.chunkStarts.push(leaf.length);
    if (seal) this.seals.push(index);
  };

  readonly #marks: Mark[] = [];

  readonly visitMark = (mark: Mark): void => {
    this.#marks.push(mark);
    // Only the last can speak of leaves that were cut.
    if (this.#marks.length > 2) this.#marks.shift();
  };

  heightAt(size: number): number {
    return this.#marks.findLast((mark) => mark.size <= size)?.height ?? 0;
  }

  readonly visitCheckpoint = (size: number, text: string): void => {
    this.newestNote = { size, text };
  };
}

/** Facts that the index has not seen; what they derive is a function of each alone. */
async function catchUp(
  index: StateIndex,
  log: SegmentLog,
  modules: ModuleSet,
  { onCatchUp }: OpenOptions,
): Promise<void> {
  if (index.size === log.size) return;
  onCatchUp(index.size, log.size);
  let block = new Overlay(index, modules.derive);
  for (const { index: at, leaf } of log.leaves(index.size)) {
    const fact = decodeFact(at, leaf);
    if (isTombstone(fact)) continue;
    block.set(fact.key, storedFact(fact));
    if (fact.kind !== "seal") continue;
    index.apply(block.changes, at + 1);
    block = new Overlay(index, modules.derive);
    if (index.backlog > CATCH_UP_BACKLOG) await index.drained();
  }
}

function* leafHashes(log: SegmentLog, from: number, to: number): Generator<Uint8Array> {
  for (const { index, leaf } of log.leaves(from)) {
    if (index >= to) return;
    // 0x83 begins a tombstone, which carries the hash of the leaf that it stands for.
    yield leaf[0] === 0x83 ? factHash(leaf, decodeFact(index, leaf)) : leafHash(leaf);
  }
}

function lastSeal(log: SegmentLog, seals: Seals): Head["seal"] {
  const index = seals.at(seals.count - 1);
  const fact = decodeFact(index, log.readLeaf(index));
  const seal = isTombstone(fact) ? null : readSeal(fact.value);
  if (seal === null) throw nodeError("LOG_ROOT", { index });
  return { index, height: seal.height, time: seal.time };
}

/**
 * After a crash the log may rightly hold more than the record says (a signed note proves it, or the
 * record's newer half was lost): then the record catches up before anything is signed. It is written
 * even where it says so already, since after a sync that failed it may only seem to stand there. No
 * record at all is left alone: who signs without knowing what was signed could fork.
 * @param root of the whole log, from the recorded root and the leaves after it: a wrong bit in a tile
 *   would stand on record for good
 */
function settleRecord(log: SegmentLog, record: DurableRecord, root: Uint8Array): void {
  const recorded = record.read();
  if (recorded === null || recorded.size > log.size) return;
  record.write({ ...log.position(), root });
}
