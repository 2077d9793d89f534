import type { Signer } from "../crypto/signer.js";
import { encodeInclusion } from "../ledger/inclusion.js";
import {
  proveAsOf,
  proveAuthority,
  proveCurrent,
  proveError,
  proveInclusion,
  type Version,
} from "../ledger/prove.js";
import { encodeReceipt, type Receipt } from "../ledger/receipt.js";
import type { PublishedLog } from "./published-log.js";

/**
 * A receipt under the newest checkpoint, with everything that it can show.
 * @param version the newest of its key at this moment, or the one in force at the time
 * @param asOf ms since 1970; null: at the newest seal
 * @throws PROVE_*
 */
export async function makeReceipt(
  log: PublishedLog,
  logKey: Signer,
  { fact, replacedBy }: Version,
  asOf: number | null,
): Promise<Uint8Array> {
  const { publication } = log;
  if (publication === null || fact.index >= publication.size) {
    throw proveError("PROVE_UNKNOWN", { index: fact.index, size: log.size });
  }
  const { size, root, note } = publication;
  // All proofs are made before anything is awaited: they are of the log at one size.
  const { index, leaf, path } = proveInclusion(log, fact.index);
  const current = replacedBy === null ? proveCurrent(log, index) : null;
  const shownAt = asOf === null ? null : proveAsOf(log, asOf, replacedBy);
  const authority = proveAuthority(log, fact);
  const receipt: Receipt = {
    leaf,
    inclusion: await encodeInclusion({ size, index, path }, root, logKey),
    checkpoint: note,
    ...(current && { current }),
    ...(shownAt && { asOf: shownAt }),
    ...(authority && { authority }),
  };
  return encodeReceipt(receipt);
}
