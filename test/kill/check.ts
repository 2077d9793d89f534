import { type Checkpoint, parseCheckpoint } from "#src/crypto/checkpoint.js";
import { parseNote } from "#src/crypto/note.js";
import { consistencyPath } from "#src/crypto/prove-tree.js";
import { checkConsistency } from "#src/crypto/tree.js";
import { judgeCheckpoint, parseTrustFile } from "#src/crypto/trust.js";
import { verifyReceipt } from "#src/ledger/verify-receipt.js";
import { RemoteLog } from "#src/node/copy/remote-log.js";
import { RemoteTree } from "#src/node/copy/remote-tree.js";
import { createClient } from "#src/sdk/client.js";
import { killError } from "./errors.js";
import type { Acknowledged } from "./load.js";

/**
 * That the node at `address` has everything that it has acknowledged and shown: each transaction with
 * its index and code, a receipt of one of them, and a tree of which every checkpoint is a beginning.
 * @throws KILL_LOST, KILL_BEHIND, KILL_RECEIPT, TREE_*, CHECKPOINT_*
 */
export async function check(
  address: string,
  acknowledged: ReadonlyMap<string, Acknowledged>,
  notes: ReadonlySet<string>,
): Promise<void> {
  const client = createClient(address);
  for (const [id, { index, code }] of acknowledged) {
    const { body } = await client.transaction({ id });
    if (body.index !== index || body.code !== code) {
      throw killError("KILL_LOST", { id, index: body.index, code: body.code });
    }
  }
  const remote = new RemoteLog({ from: address });
  const trust = parseTrustFile(await remote.trust());
  const newest = judgeCheckpoint(await remote.checkpoint(), trust).checkpoint;
  const tree = new RemoteTree(remote, newest);
  const shown = new Map(
    [...notes].map(checkpointOf).map((checkpoint) => [checkpoint.size, checkpoint]),
  );
  for (const note of notes) judgeCheckpoint(note, trust);
  for (const { size, root } of shown.values()) {
    if (size > newest.size) throw killError("KILL_BEHIND", { size, newest: newest.size });
    const path = await tree.over((node) => consistencyPath(size, newest.size, node));
    checkConsistency(size, root, newest.size, newest.root, path);
  }
  const [id] = [...acknowledged.keys()].slice(-1);
  if (id === undefined) return;
  const { body } = await client.receipt({ key: `tx/${id}` });
  const { code } = verifyReceipt(body, trust);
  if (code !== null) throw killError("KILL_RECEIPT", { id, code });
}

const checkpointOf = (note: string): Checkpoint => parseCheckpoint(parseNote(note).text);
