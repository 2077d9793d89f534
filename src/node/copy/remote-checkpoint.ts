import { isCoded } from "../../base/errors.js";
import { type Checkpoint, parseCheckpoint } from "../../crypto/checkpoint.js";
import { parseNote } from "../../crypto/note.js";
import type { JudgedCheckpoint } from "../../crypto/trust.js";
import { badIndex } from "../../ledger/replay.js";
import { sdkError } from "../../sdk/errors.js";
import { nodeError } from "../errors.js";
import type { RemoteLog } from "./remote-log.js";

/** The newest checkpoint as it is served; nobody's signature is checked yet. @throws REMOTE_* */
export async function readRemoteCheckpoint(
  remote: RemoteLog,
): Promise<{ readonly note: string; readonly checkpoint: Checkpoint }> {
  const note = await remote.checkpoint();
  try {
    return { note, checkpoint: parseCheckpoint(parseNote(note).text) };
  } catch (error) {
    if (!isCoded(error)) throw error;
    throw sdkError("REMOTE_ANSWER", { path: "log/checkpoint", code: error.code }, error);
  }
}

/**
 * In an ended epoch with a stolen key a checkpoint counts only for a copy that reaches past the epoch's
 * closing, so that it can compare.
 * @param own facts that the copy has
 * @throws REMOTE_BEHIND
 */
export function assertComparable(judged: JudgedCheckpoint, own: number): void {
  const { checkpoint, consistentWith } = judged;
  const { size } = checkpoint;
  // At the closing size itself the trust file says what the root is.
  if (consistentWith === null || consistentWith.size <= Math.max(own, size)) return;
  throw nodeError("REMOTE_BEHIND", { size, closing: consistentWith.size });
}

/** What a leaf breaks, with its index; anything else as it is. */
export function asReplicaError(error: unknown, size: number): unknown {
  if (!isCoded(error) || !/^(?:CBOR|FACT|REPLAY|ACTIVITY)_/.test(error.code)) return error;
  return nodeError("REPLICA_BAD", { index: badIndex(error, size), code: error.code }, error);
}
