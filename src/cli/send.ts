import { setTimeout as wait } from "node:timers/promises";
import type { Submitted } from "../api/routes/transactions.js";
import { apiLimits } from "../api/values.js";
import { concatBytes } from "../base/bytes.js";
import type { Client } from "../sdk/client.js";

/** Envelopes a request: enough to fill a block, few enough to show progress. */
const BATCH = 500;
const BATCH_BYTES = apiLimits.sequenceBytes / 2;
/** How long a full node is left in peace. */
const BUSY_MS = 1000;

/** Sends envelopes, waits until they are sealed, and answers for each in order. */
export async function sendEnvelopes(
  client: Client,
  envelopes: readonly Uint8Array[],
  onProgress: (done: number) => void = () => {},
): Promise<Submitted[]> {
  const results: Submitted[] = [];
  for (let at = 0; at < envelopes.length; ) {
    const batch = batchFrom(envelopes, at);
    results.push(...(await sendBatch(client, batch)));
    at += batch.length;
    onProgress(at);
  }
  return results;
}

function batchFrom(envelopes: readonly Uint8Array[], from: number): Uint8Array[] {
  const batch: Uint8Array[] = [];
  let bytes = 0;
  for (const envelope of envelopes.slice(from, from + BATCH)) {
    bytes += envelope.length;
    if (batch.length > 0 && bytes > BATCH_BYTES) break;
    batch.push(envelope);
  }
  return batch;
}

/** What the node had no room for is sent again as it is: an id counts once. */
async function sendBatch(client: Client, batch: readonly Uint8Array[]): Promise<Submitted[]> {
  for (;;) {
    const body = { type: "application/cbor-seq", bytes: concatBytes(...batch) };
    const answer = await client.submit({ wait: "sealed" }, body);
    if (answer.status !== 429) return answer.body.results;
    await wait(BUSY_MS);
  }
}
