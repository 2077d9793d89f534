import { Replay } from "../src/ledger/replay.js";
import { MemoryState } from "../src/ledger/state.js";
import { decodeTransaction } from "../src/ledger/transaction.js";
import { ReExecution } from "../src/node/copy/re-execute.js";

/** Reads a log as somebody who has nothing else: by every rule, and by executing it again. @throws REPLAY_* */
export function audit(network: Uint8Array, leaves: Iterable<Uint8Array>): void {
  const state = new MemoryState();
  const newest = (key: string) => state.get(key)?.index;
  const replay = new Replay({ network, transaction: decodeTransaction, newest });
  const execution = new ReExecution(state, null);
  for (const leaf of leaves) {
    const block = replay.push(leaf);
    if (block !== null) execution.take(block);
  }
  replay.finish();
}
