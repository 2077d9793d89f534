import { setTimeout } from "node:timers/promises";
import { isCoded } from "../../base/errors.js";
import { toHex } from "../../base/text.js";
import { parseTrustFile, type TrustFile } from "../../crypto/trust.js";
import type { Recovery } from "../../storage/log/segment-log.js";
import type { DataDirectory } from "../data-directory.js";
import { nodeError } from "../errors.js";
import { beginReplica } from "./begin-replica.js";
import { OwnLog } from "./own-log.js";
import { RemoteLog } from "./remote-log.js";
import { ReplicaRound } from "./replica-round.js";

export type ReplicaOptions = {
  /** Address of the node: where its pages begin. */
  readonly from: string;
  /** An empty directory, a replica's, or a node's whose log is behind what it signed. */
  readonly data: DataDirectory;
  /** Ends once it has the checkpoint that the node serves first; else it follows. */
  readonly once: boolean;
  /** Threads that check signatures; 0 checks them in the calling one. */
  readonly workers: number;
  /** Text of the trust file: whose signatures count. Without it the directory's own holds. */
  readonly trust?: string;
  /** Between two looks at the node while it follows, in ms. */
  readonly intervalMs?: number;
  readonly onProgress?: (facts: number, size: number) => void;
  readonly onRecovery?: (recovery: Recovery) => void;
  /** While it follows: the node could not be reached or answered wrongly, and is asked again. */
  readonly onTrouble?: (error: unknown) => void;
  /** Ends the following. */
  readonly signal?: AbortSignal;
};

export type ReplicaResult = {
  /** Facts that the copy holds; with `root`, in hex, what it has verified. */
  readonly facts: number;
  readonly size: number;
  readonly root: string;
  readonly seconds: number;
  /** Of them, those that came now. */
  readonly fetched: number;
  /** Whom to trust was asked of the very node that is copied: compare trust.json with a friend's. */
  readonly trustOnFirstUse: boolean;
};

const INTERVAL_MS = 5000;

/**
 * A verified copy: nothing is written before its signatures, execution and hashes were checked and a
 * quorum of agencies has signed for it. Can be killed at any point and goes on from there.
 * @throws REMOTE_*, REPLICA_BAD, FORK, CHECKPOINT_*, TRUST_*, DATA_*, LOG_*, RECORD_*, DISK_*
 */
export async function replica(options: ReplicaOptions): Promise<ReplicaResult> {
  const { data, from, signal } = options;
  const started = performance.now();
  const remote = new RemoteLog({ from, ...(signal && { signal }) });
  const isNew = !data.founded;
  if (isNew) await beginReplica(remote, data, options.trust ?? null);
  const follower = await Follower.open(options, remote);
  try {
    const before = isNew ? 0 : follower.size;
    if (options.once) await follower.round();
    else await follower.follow();
    const { size, root } = follower;
    return {
      facts: size,
      size,
      root: toHex(root),
      seconds: Math.round(performance.now() - started) / 1000,
      fetched: size - before,
      trustOnFirstUse: isNew && options.trust === undefined,
    };
  } finally {
    await follower.close();
  }
}

/** Looks at the node again and again. */
class Follower {
  readonly #options: ReplicaOptions;
  readonly #remote: RemoteLog;
  #own: OwnLog;
  #trust: TrustFile;

  private constructor(options: ReplicaOptions, remote: RemoteLog, own: OwnLog, trust: TrustFile) {
    this.#options = options;
    this.#remote = remote;
    this.#own = own;
    this.#trust = trust;
  }

  static async open(options: ReplicaOptions, remote: RemoteLog): Promise<Follower> {
    const own = await OwnLog.open(options);
    try {
      return new Follower(options, remote, own, trustOf(options, own));
    } catch (error) {
      await own.close();
      throw error;
    }
  }

  get size(): number {
    return this.#own.size;
  }

  get root(): Uint8Array {
    return this.#own.root;
  }

  async round(): Promise<void> {
    const { onProgress } = this.#options;
    const round = await ReplicaRound.begin(this.#remote, this.#own, this.#trust);
    await round.run(onProgress ?? (() => {}));
    this.#trust = this.#own.readTrust();
  }

  async follow(): Promise<void> {
    const { signal, intervalMs = INTERVAL_MS, onTrouble } = this.#options;
    const isOver = () => signal?.aborted === true;
    while (!isOver()) {
      try {
        await this.round();
      } catch (error) {
        if (!isCoded(error) || !error.code.startsWith("REMOTE_")) throw error;
        if (isOver()) return;
        onTrouble?.(error);
        await this.#reopen();
      }
      await setTimeout(intervalMs, null, { ...(signal && { signal }) }).catch(() => {});
    }
  }

  close(): Promise<void> {
    return this.#own.close();
  }

  /** What was executed and not yet written is given up. */
  async #reopen(): Promise<void> {
    if (this.#own.verification.size === this.#own.size) return;
    await this.#own.close();
    this.#own = await OwnLog.open(this.#options);
  }
}

/** @throws TRUST_*, DATA_NOT_EMPTY where the trust file is another network's */
function trustOf({ trust, data }: ReplicaOptions, own: OwnLog): TrustFile {
  if (trust === undefined) return own.readTrust();
  const file = parseTrustFile(trust);
  if (toHex(file.genesis) !== data.readConfig().id) {
    throw nodeError("DATA_NOT_EMPTY", { data: data.root, network: file.network });
  }
  return file;
}
