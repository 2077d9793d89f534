import { existsSync, readFileSync } from "node:fs";
import { equalBytes } from "../../base/bytes.js";
import { fromHex } from "../../base/text.js";
import { rootOf } from "../../crypto/prove-tree.js";
import { parseTrustFile, type TrustFile } from "../../crypto/trust.js";
import type { ReplayedBlock } from "../../ledger/replay.js";
import { DurableRecord } from "../../storage/log/durable-record.js";
import { type Recovery, SegmentLog } from "../../storage/log/segment-log.js";
import type { DataDirectory } from "../data-directory.js";
import { nodeError } from "../errors.js";
import { type OpenedLedger, openLedger } from "../open-ledger.js";
import { trustText } from "../trust-text.js";
import { Verification } from "./verification.js";
import { writeWhole } from "./write-whole.js";

export type OwnLogOptions = {
  readonly data: DataDirectory;
  readonly workers: number;
  readonly onRecovery?: (recovery: Recovery) => void;
};

/** Changes of the index that may wait for the disk. */
const INDEX_BACKLOG = 200_000;

/** The copy's own data directory, opened so that verified blocks can be added. */
export class OwnLog {
  readonly verification: Verification;
  readonly #opened: OpenedLedger;
  #note: { readonly size: number; readonly text: string } | null;
  #durable: number;

  private constructor(opened: OpenedLedger, verification: Verification) {
    this.#opened = opened;
    this.verification = verification;
    this.#note = opened.newestNote;
    this.#durable = opened.log.size;
  }

  /** @throws as `openLedger`; LOG_ROOT where what is derived from the log is not its own */
  static async open({ data, workers, onRecovery }: OwnLogOptions): Promise<OwnLog> {
    let own: OwnLog | null = null;
    const opened = await openLedger(data, {
      onRecovery: onRecovery ?? (() => {}),
      onRebuild: () => {},
      onCatchUp: () => {},
      ...(isBehind(data) && { durableSize: () => (own === null ? 0 : own.#durable) }),
    });
    const { id: network, index: state, ledger, log } = opened;
    const verification = new Verification({ network, workers, state, ledger });
    own = new OwnLog(opened, verification);
    try {
      const root = await verification.resume(log.leaves());
      if (equalBytes(root, own.root)) return own;
      throw nodeError("LOG_ROOT", { size: log.size });
    } catch (error) {
      await own.close();
      throw error;
    }
  }

  get data(): DataDirectory {
    return this.#opened.data;
  }

  /** Facts on disk. */
  get size(): number {
    return this.#opened.log.size;
  }

  get root(): Uint8Array {
    return this.rootAt(this.size);
  }

  /** Newest signed checkpoint. */
  get note(): { readonly size: number; readonly text: string } | null {
    return this.#note;
  }

  /** The signed checkpoint to hold against another of that size: of the very size, else the newest. */
  noteAt(size: number): { readonly size: number; readonly text: string } | null {
    const notes = size <= this.size ? this.#opened.log.checkpoints(size) : [];
    for (const note of notes) if (note.size === size) return note;
    return this.#note;
  }

  /** What this directory's signer swears to have made durable, perhaps more than is here. */
  get record(): { readonly size: number; readonly root: Uint8Array } | null {
    return this.#opened.record.read();
  }

  readonly node = (level: number, index: number): Uint8Array =>
    this.#opened.tiles.node(level, index);

  rootAt(size: number): Uint8Array {
    return rootOf(size, this.node);
  }

  /** The trust file by the state after the last block that was executed, on disk or not. */
  trustText(): string {
    const { index, config, id } = this.#opened;
    return trustText(index, { name: config.network, id }, (size) => this.rootAt(size));
  }

  /** Whom to trust: as the directory says, or else the log itself. @throws TRUST_* */
  readTrust(): TrustFile {
    const { trust } = this.data;
    return parseTrustFile(existsSync(trust) ? readFileSync(trust, "utf8") : this.trustText());
  }

  /** Verified blocks, durable when it resolves: log, record, then index and tiles as they come. */
  async append(blocks: readonly ReplayedBlock[]): Promise<void> {
    const { log, seals, index } = this.#opened;
    if (blocks.length === 0) return;
    for (const { leaves, size } of blocks) {
      log.append(leaves);
      seals.push(size - 1);
    }
    await this.#settle();
    if (index.backlog > INDEX_BACKLOG) await index.drained();
  }

  /** A judged checkpoint of the log as it stands; a replica keeps the trust file that the log gives. */
  async keep(note: string): Promise<void> {
    const { log } = this.#opened;
    if (this.#note?.text !== note) log.appendCheckpoint(note);
    this.#note = { size: log.size, text: note };
    await this.#settle();
    if (this.#opened.config.kind === "replica") this.#keepTrust();
  }

  #keepTrust(): void {
    const text = this.trustText();
    const { trust } = this.data;
    if (!existsSync(trust) || readFileSync(trust, "utf8") !== text) writeWhole(trust, text);
  }

  async close(): Promise<void> {
    await this.verification.close();
    await this.#opened.close();
  }

  /** A signer's record that is still ahead of the log stays as it is. */
  async #settle(): Promise<void> {
    const { log, record } = this.#opened;
    const position = await log.sync();
    this.#durable = position.size;
    if (position.size < (record.read()?.size ?? 0)) return;
    record.write({ ...position, root: this.rootAt(position.size) });
  }
}

/**
 * Whether the log has to be opened by itself. A replica's record is its own and never ahead for long;
 * a node's is what it signed, and a log that has not more than that may lack the rest. The record's
 * byte position is that of the log which was lost, so it is of no use in the one that takes its place.
 */
function isBehind(data: DataDirectory): boolean {
  const { kind, id } = data.readConfig();
  if (kind === "replica") return true;
  const record = DurableRecord.open(data.record);
  const recorded = record.read();
  record.close();
  const log = SegmentLog.open(data.log, { networkId: fromHex(id), record: null, readOnly: true });
  const { size } = log;
  log.close();
  return size <= (recorded?.size ?? 0);
}
