import { equalBytes } from "../../base/bytes.js";
import { type CounterfoilError, isCoded } from "../../base/errors.js";
import type { Checkpoint } from "../../crypto/checkpoint.js";
import { signersOfBoth } from "../../crypto/contradiction.js";
import { judgeCheckpoint, parseTrustFile, type TrustFile } from "../../crypto/trust.js";
import type { ReplayedBlock } from "../../ledger/replay.js";
import { nodeError } from "../errors.js";
import { type Fork, findFork, keepEvidence } from "./evidence.js";
import type { OwnLog } from "./own-log.js";
import { asReplicaError, assertComparable, readRemoteCheckpoint } from "./remote-checkpoint.js";
import type { RemoteLog } from "./remote-log.js";
import { RemoteTree } from "./remote-tree.js";
import { changesTrust } from "./trust-terms.js";

/** Verified leaves are made durable so many bytes at a time, in whole blocks. */
const GROUP_BYTES = 256 * 1024;
/** What may wait in memory for the block that says whose signatures count. */
const UNSETTLED_BYTES = 256 * 1024 * 1024;

/** Keys that the trust file does not know, or not yet: the log's next blocks may name them. */
const UNKNOWN_SIGNERS = new Set(["CHECKPOINT_LOG_SIGNATURE", "CHECKPOINT_THRESHOLD"]);

/** Brings a copy to the checkpoint that the node serves now. */
export class ReplicaRound {
  readonly #own: OwnLog;
  readonly #trust: TrustFile;
  readonly #note: string;
  readonly #checkpoint: Checkpoint;
  readonly #served: RemoteTree;
  /** Why the agencies' signatures do not hold by what is known of their keys so far; null where they do. */
  #unsettled: CounterfoilError | null = null;
  #pending: ReplayedBlock[] = [];
  #pendingBytes = 0;

  private constructor(
    own: OwnLog,
    trust: TrustFile,
    remote: RemoteLog,
    { note, checkpoint }: { readonly note: string; readonly checkpoint: Checkpoint },
  ) {
    this.#own = own;
    this.#trust = trust;
    this.#note = note;
    this.#checkpoint = checkpoint;
    this.#served = new RemoteTree(remote, checkpoint);
  }

  /** @throws REMOTE_* */
  static async begin(remote: RemoteLog, own: OwnLog, trust: TrustFile): Promise<ReplicaRound> {
    return new ReplicaRound(own, trust, remote, await readRemoteCheckpoint(remote));
  }

  /** @throws REMOTE_*, REPLICA_BAD, FORK, CHECKPOINT_*, NOTE_*, LOG_*, DISK_* */
  async run(onProgress: (facts: number, size: number) => void): Promise<void> {
    const { size, root } = this.#checkpoint;
    this.#unsettled = this.#judge();
    await this.#checkHistory();
    if (size > this.#own.size) await this.#bring(onProgress);
    if (this.#own.size !== size || !equalBytes(this.#own.root, root)) {
      throw nodeError("REPLICA_BAD", { index: this.#own.size, size });
    }
    await this.#own.keep(this.#note);
  }

  /** By the trust file as it is; a log that goes on may itself name new signers. */
  #judge(): CounterfoilError | null {
    const { size } = this.#checkpoint;
    try {
      assertComparable(judgeCheckpoint(this.#note, this.#trust), this.#own.size);
      return null;
    } catch (error) {
      const mayGoOn = isCoded(error) && UNKNOWN_SIGNERS.has(error.code) && size > this.#own.size;
      if (!mayGoOn) throw error;
      return error;
    }
  }

  /** What is served begins with what stands here, and with all that was signed or closed before. */
  async #checkHistory(): Promise<void> {
    const { size, root } = this.#checkpoint;
    const own = this.#own;
    if (size < own.size) {
      if (!equalBytes(own.rootAt(size), root)) await this.#fork();
      throw nodeError("REMOTE_BEHIND", { size, own: own.size });
    }
    const record = own.record;
    if (record !== null && record.size > size) {
      throw nodeError("REMOTE_BEHIND", { size, own: record.size });
    }
    const closings = this.#trust.epochs.flatMap(({ closing }) => closing ?? []);
    const known = [{ size: own.size, root: own.root }, ...(record ? [record] : []), ...closings];
    for (const mark of known.filter((mark) => mark.size <= size)) {
      const served = mark.size === size ? root : await this.#served.rootAt(mark.size);
      if (!equalBytes(served, mark.root)) await this.#fork();
    }
  }

  async #bring(onProgress: (facts: number, size: number) => void): Promise<void> {
    const { verification } = this.#own;
    const { size } = this.#checkpoint;
    try {
      for await (const block of verification.blocks(this.#served.leaves(this.#own.size))) {
        await this.#take(block);
        onProgress(block.size, size);
      }
      verification.finish();
    } catch (cause) {
      const error = asReplicaError(cause, verification.size);
      // What came before it holds all the same.
      const isServed = isCoded(error) && /^(?:REMOTE|REPLICA)_/.test(error.code);
      if (isServed && this.#unsettled === null) await this.#flush();
      throw error;
    }
    if (this.#unsettled !== null) throw this.#unsettled;
    // By the terms that the log itself gives at that size.
    judgeCheckpoint(this.#note, parseTrustFile(this.#own.trustText()));
    await this.#flush();
  }

  /**
   * A block that is under the signed root. Who may sign for that root the trust file says, and past its
   * last epoch the log; where the signers are unknown, the blocks wait until one of them, signed by the
   * agencies' governors, names them.
   */
  async #take(block: ReplayedBlock): Promise<void> {
    this.#pending.push(block);
    for (const { length } of block.leaves) this.#pendingBytes += length;
    if (changesTrust(block)) this.#unsettled = this.#judgeByLog();
    if (this.#unsettled !== null) {
      if (this.#pendingBytes > UNSETTLED_BYTES) throw this.#unsettled;
      return;
    }
    // The record's own size is a stop: see `isBehind`.
    const isRecorded = block.size === this.#own.record?.size;
    if (isRecorded || this.#pendingBytes > GROUP_BYTES) await this.#flush();
  }

  #judgeByLog(): CounterfoilError | null {
    const terms = parseTrustFile(this.#own.trustText());
    // Of an epoch that the trust file has, it knows more than the log so far.
    if (terms.epochs.length <= this.#trust.epochs.length) return this.#unsettled;
    try {
      judgeCheckpoint(this.#note, terms);
      return null;
    } catch (error) {
      if (isCoded(error)) return error;
      throw error;
    }
  }

  async #flush(): Promise<void> {
    await this.#own.append(this.#pending);
    this.#pending = [];
    this.#pendingBytes = 0;
  }

  /** @throws FORK; where nobody known has signed it, it is no fork but only an answer */
  async #fork(): Promise<never> {
    if (this.#unsettled !== null) throw this.#unsettled;
    const own = this.#own;
    const served = { note: this.#note, checkpoint: this.#checkpoint };
    const mine = own.noteAt(this.#checkpoint.size);
    const fork = await this.#findFork(mine?.size ?? 0);
    const terms = parseTrustFile(own.trustText());
    const signedBoth = mine === null ? [] : signersOfBoth(this.#note, mine.text, terms);
    const evidence = keepEvidence(own.data, { served, mine: mine?.text ?? null, fork, signedBoth });
    const { index } = fork;
    const facts = { index, served: served.checkpoint.size, own: own.size, evidence };
    throw nodeError("FORK", { ...facts, signedBoth: signedBoth.join(", ") });
  }

  /** Who forks may well not serve the tree. */
  async #findFork(signed: number): Promise<Fork> {
    const { size, node } = this.#own;
    try {
      return await findFork({ size, node, signed }, this.#served);
    } catch (error) {
      if (!isCoded(error)) throw error;
      return { index: null, served: null, mine: null };
    }
  }
}
