import { equalBytes } from "../../base/bytes.js";
import { toHex } from "../../base/text.js";
import { judgeCheckpoint, parseTrustFile } from "../../crypto/trust.js";
import type { ReplayedBlock } from "../../ledger/replay.js";
import { MemoryState } from "../../ledger/state.js";
import { sdkError } from "../../sdk/errors.js";
import { DataLock } from "../../storage/lock.js";
import { DurableRecord } from "../../storage/log/durable-record.js";
import { SegmentLog } from "../../storage/log/segment-log.js";
import { DATA_FORMAT, type DataDirectory } from "../data-directory.js";
import { nodeError } from "../errors.js";
import { asReplicaError, assertComparable, readRemoteCheckpoint } from "./remote-checkpoint.js";
import type { RemoteLog } from "./remote-log.js";
import { RemoteTree } from "./remote-tree.js";
import { Verification } from "./verification.js";
import { writeWhole } from "./write-whole.js";

/**
 * Makes a replica of one block in an empty directory: the trust file, block 0, and last the
 * configuration, so that what was interrupted is begun again.
 * @param trust the trust file's text; null takes the node's word for whom to trust
 * @throws REMOTE_*, REPLICA_BAD, TRUST_*, CHECKPOINT_*, DATA_NOT_EMPTY, LOG_*, DISK_*
 */
export async function beginReplica(
  remote: RemoteLog,
  data: DataDirectory,
  trust: string | null,
): Promise<void> {
  const text = trust ?? (await remote.trust());
  const { genesis, network } = parseTrustFile(text);
  const { note, checkpoint } = await readRemoteCheckpoint(remote);
  assertComparable(judgeCheckpoint(note, parseTrustFile(text)), 0);
  const block = await firstBlock(new RemoteTree(remote, checkpoint), genesis);
  const demo = await remote.isDemo();
  data.create();
  const lock = await DataLock.take(data.root);
  try {
    writeWhole(data.trust, text);
    writeBlock(data, genesis, block);
    const id = toHex(genesis);
    data.writeConfig({ format: DATA_FORMAT, network, id, kind: "replica", demo });
  } finally {
    await lock.release();
  }
}

async function firstBlock(served: RemoteTree, network: Uint8Array): Promise<ReplayedBlock> {
  const verification = new Verification({ network, workers: 0, state: new MemoryState() });
  try {
    for await (const block of verification.blocks(served.leaves(0))) return block;
  } catch (error) {
    throw asReplicaError(error, verification.size);
  } finally {
    await verification.close();
  }
  throw sdkError("REMOTE_ANSWER", { size: served.size, problem: "no whole block" });
}

/** Log first, then its record, as every block. */
function writeBlock(data: DataDirectory, networkId: Uint8Array, block: ReplayedBlock): void {
  const record = DurableRecord.open(data.record);
  const log = SegmentLog.open(data.log, { networkId, record: null });
  try {
    if (log.size === 0) log.append(block.leaves);
    // Perhaps this very block, from a beginning that was interrupted.
    const there = log.size === block.size ? log.readLeaves(0, log.size) : [];
    if (!block.leaves.every((leaf, i) => equalBytes(leaf, there[i] ?? new Uint8Array(0)))) {
      throw nodeError("DATA_NOT_EMPTY", { data: data.root });
    }
    record.write({ ...log.syncNow(), root: block.root });
  } finally {
    log.close();
    record.close();
  }
}
