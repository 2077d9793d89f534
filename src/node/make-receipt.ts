import type { Signer } from "../crypto/signer.js";
import { encodeInclusion } from "../ledger/inclusion.js";
import {
  factAt,
  proveAsOf,
  proveAuthority,
  proveCurrent,
  proveError,
  proveInclusion,
} from "../ledger/prove.js";
import { encodeReceipt, type Receipt } from "../ledger/receipt.js";
import type { PublishedLog } from "./published-log.js";

/** What a receipt is asked for: the newest fact of a key, or the one in force at a time. */
export type ReceiptRequest = {
  /** Index of the newest fact of the key. */
  readonly newest: number;
  /** ms since 1970; null: at the newest seal. */
  readonly asOf: number | null;
};

/**
 * A receipt under the newest checkpoint, with everything that it can show.
 * @throws PROVE_*
 */
export async function makeReceipt(
  log: PublishedLog,
  logKey: Signer,
  { newest, asOf }: ReceiptRequest,
): Promise<Uint8Array> {
  const { publication } = log;
  if (publication === null || newest >= publication.size) {
    throw proveError("PROVE_UNKNOWN", { index: newest, size: log.size });
  }
  const { size, root, note } = publication;
  const shown = asOf === null ? showCurrent(log, newest) : proveAsOf(log, newest, asOf);
  const { leaf, path } = proveInclusion(log, shown.fact.index);
  const authority = proveAuthority(log, shown.fact);
  const receipt: Receipt = {
    leaf,
    inclusion: await encodeInclusion({ size, index: shown.fact.index, path }, root, logKey),
    checkpoint: note,
    ...(shown.current && { current: shown.current }),
    ...("asOf" in shown && { asOf: shown.asOf }),
    ...(authority && { authority }),
  };
  return encodeReceipt(receipt);
}

function showCurrent(log: PublishedLog, newest: number) {
  return { fact: factAt(log, newest), current: proveCurrent(log, newest) };
}
