import { existsSync, readFileSync } from "node:fs";
import { type CounterfoilError, isCoded } from "../../base/errors.js";
import { fromHex, toHex } from "../../base/text.js";
import { parseCheckpoint } from "../../crypto/checkpoint.js";
import { EMPTY_ROOT } from "../../crypto/hash.js";
import { parseNote } from "../../crypto/note.js";
import { parseTrustFile, type TrustFile } from "../../crypto/trust.js";
import { badIndex } from "../../ledger/replay.js";
import type { StateReader } from "../../ledger/state.js";
import { storageError } from "../../storage/errors.js";
import { DurableRecord, type RecordState } from "../../storage/log/durable-record.js";
import { SegmentLog } from "../../storage/log/segment-log.js";
import type { DataDirectory } from "../data-directory.js";
import { AuditCheckpoints } from "./audit-checkpoints.js";
import { auditState } from "./audit-state.js";
import { stretchesOf } from "./stretches.js";
import { Verification } from "./verification.js";

export type AuditOptions = {
  readonly data: DataDirectory;
  /** A signed note to hold the log against. */
  readonly checkpoint?: string;
  /** Threads that check signatures; 0 checks them in the calling one. */
  readonly workers: number;
  readonly onProgress?: (facts: number, size: number) => void;
};

export type AuditResult = {
  readonly valid: boolean;
  /** Facts that hold, in whole blocks; with `root`, in hex, as recomputed. */
  readonly facts: number;
  readonly size: number;
  readonly root: string;
  readonly seconds: number;
  /** `reason` is a code, `detail` its sentence. */
  readonly firstBad: {
    readonly index: number;
    readonly reason: string;
    readonly detail: string;
  } | null;
  /** Signed checkpoints in the log that hold. */
  readonly checkpoints: number;
  /** Entries that stand struck: their blocks cannot be executed again, what they wrote was taken. */
  readonly struck: number;
};

/**
 * Everything again from the first fact on, by the log alone: checksums, structure, every signature,
 * every execution, every signed checkpoint. Reads only, so it may run beside a node; what that is
 * just writing does not count yet.
 * @throws DATA_*, DISK_*; NOTE_*, CHECKPOINT_* for a text that is no checkpoint; LOG_NETWORK, LOG_VERSION, MODULE_* where the log is not for this program
 */
export async function audit(options: AuditOptions): Promise<AuditResult> {
  const { data, checkpoint } = options;
  // What is no checkpoint at all is no finding.
  if (checkpoint !== undefined) parseCheckpoint(parseNote(checkpoint).text);
  const started = performance.now();
  const config = data.readConfig();
  const network = { name: config.network, id: fromHex(config.id) };
  // The record first: the log can only have grown since.
  const record = readRecord(data);
  const log = SegmentLog.open(data.log, {
    networkId: network.id,
    record: isCoded(record) ? null : record,
    readOnly: true,
  });
  const read = (quick: boolean) => readOnce({ options, network, record, log, quick });
  try {
    const quick = log.damage === null ? await read(true) : null;
    // What does not hold, or stands struck, is for the careful reading to name.
    const result = quick?.valid === true ? quick : await read(false);
    return { ...result, seconds: Math.round(performance.now() - started) / 1000 };
  } finally {
    log.close();
  }
}

type Reading = {
  readonly options: AuditOptions;
  readonly network: { readonly name: string; readonly id: Uint8Array };
  readonly record: RecordState | CounterfoilError | null;
  readonly log: SegmentLog;
  readonly quick: boolean;
};

async function readOnce(reading: Reading): Promise<Omit<AuditResult, "seconds">> {
  const { options, network, record, log, quick } = reading;
  const state = auditState();
  const { workers } = options;
  const verification = new Verification({ network: network.id, workers, state, quick });
  const checkpoints = new AuditCheckpoints(network);
  try {
    const run = new Run(options, log, verification, checkpoints);
    const bad = await run.find(state, record);
    const index = bad === null ? 0 : badIndex(bad, verification.size);
    return {
      valid: bad === null,
      facts: run.size,
      size: run.size,
      root: toHex(run.root),
      firstBad: bad === null ? null : { index, reason: bad.code, detail: detailOf(bad) },
      checkpoints: checkpoints.count,
      struck: verification.struck,
    };
  } finally {
    await verification.close();
  }
}

/** One reading of the log; `size` and `root` are those of the last block that holds. */
class Run {
  size = 0;
  root: Uint8Array = EMPTY_ROOT;
  readonly #options: AuditOptions;
  readonly #log: SegmentLog;
  readonly #verification: Verification;
  readonly #checkpoints: AuditCheckpoints;

  constructor(
    options: AuditOptions,
    log: SegmentLog,
    verification: Verification,
    checkpoints: AuditCheckpoints,
  ) {
    this.#options = options;
    this.#log = log;
    this.#verification = verification;
    this.#checkpoints = checkpoints;
  }

  /** The first thing that does not hold, or null. */
  async find(
    state: StateReader,
    record: RecordState | CounterfoilError | null,
  ): Promise<CounterfoilError | null> {
    try {
      await this.#readAll(state);
      this.#compare(record);
      return null;
    } catch (error) {
      if (isCoded(error) && !isOfTheMachine(error)) return error;
      throw error;
    }
  }

  async #readAll(state: StateReader): Promise<void> {
    const { onProgress } = this.#options;
    for await (const block of this.#verification.blocks(
      stretchesOf(this.#log, this.#checkpoints.read),
    )) {
      this.#checkpoints.take(block, state);
      this.size = block.size;
      this.root = block.root;
      onProgress?.(block.size, this.#log.size);
    }
    this.#checkpoints.finish();
    this.#verification.finish();
  }

  #compare(record: RecordState | CounterfoilError | null): void {
    const { data, checkpoint } = this.#options;
    if (isCoded(record)) throw record;
    if (record !== null && record.size > this.size) {
      throw storageError("LOG_BEHIND", { index: this.size, recordSize: record.size });
    }
    if (record !== null) this.#checkpoints.compareRecord(record);
    if (this.size === 0) throw storageError("LOG_BEHIND", { index: 0, recordSize: null });
    if (checkpoint !== undefined) this.#checkpoints.compare(checkpoint, trustOf(data));
  }
}

/** Says something of the disk, the memory or the program, nothing of the log. */
function isOfTheMachine({ code }: CounterfoilError): boolean {
  return /^(?:DISK|VERIFY|MODULE)_/.test(code);
}

function detailOf({ message, facts }: CounterfoilError): string {
  const { index: _, ...rest } = facts;
  const named = Object.entries(rest).map(([name, value]) => `${name} ${value}`);
  return named.length === 0 ? message : `${message} (${named.join(", ")})`;
}

/** A damaged record is a finding like any other: the node does not start with it. */
function readRecord(data: DataDirectory): RecordState | CounterfoilError | null {
  try {
    return DurableRecord.open(data.record).read();
  } catch (error) {
    if (isCoded(error) && error.code === "RECORD_DAMAGED") return error;
    throw error;
  }
}

function trustOf(data: DataDirectory): TrustFile | null {
  return existsSync(data.trust) ? parseTrustFile(readFileSync(data.trust, "utf8")) : null;
}
