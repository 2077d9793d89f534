import { isCoded } from "../../base/errors.js";
import { type Checkpoint, parseCheckpoint } from "../../crypto/checkpoint.js";
import { parseNote } from "../../crypto/note.js";
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

/** What a leaf breaks, with its index; anything else as it is. */
export function asReplicaError(error: unknown, size: number): unknown {
  if (!isCoded(error) || !/^(?:CBOR|FACT|REPLAY|ACTIVITY)_/.test(error.code)) return error;
  return nodeError("REPLICA_BAD", { index: badIndex(error, size), code: error.code }, error);
}
