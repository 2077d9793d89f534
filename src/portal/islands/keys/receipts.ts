import { equalBytes } from "../../../base/bytes.js";
import type { Cbor } from "../../../codec/cbor-value.js";
import { parseTrustFile, type TrustFile } from "../../../crypto/trust.js";
import { isTombstone } from "../../../ledger/fact.js";
import { decodeReceipt, encodeReceipt, type Opening } from "../../../ledger/receipt.js";
import { verifyReceipt } from "../../../ledger/verify-receipt.js";
import { keyStoreError } from "./errors.js";
import type { Session } from "./session.js";
import type { KeptReceipt, KeptTrust } from "./store.js";

/** Where the device keeps what it goes by; its key store is one. */
export type TrustStore = {
  get(from: "trust", key: "own"): Promise<KeptTrust | undefined>;
  put(to: "trust", trust: KeptTrust, key: "own"): Promise<unknown>;
};

/**
 * What this device goes by; the first time it takes the node's own and keeps it. One that a node gave
 * for another network, which was at this address before, is no help here; one that the person chose is
 * theirs to replace.
 * @throws TRUST_*
 */
export async function trustOf({
  store,
  network,
}: {
  readonly store: TrustStore;
  readonly network: Uint8Array;
}): Promise<TrustFile> {
  const kept = await store.get("trust", "own");
  const trust = kept === undefined ? null : parseTrustFile(kept.text);
  const isHere = trust !== null && equalBytes(trust.genesis, network);
  if (trust !== null && (isHere || kept?.from === "file")) return trust;
  const text = await (await fetch("/trust.json")).text();
  await keepTrust({ store }, text, "node");
  return parseTrustFile(text);
}

/** @throws TRUST_* for what is no trust file */
export async function keepTrust(
  { store }: { readonly store: TrustStore },
  text: string,
  from: KeptTrust["from"],
): Promise<KeptTrust> {
  parseTrustFile(text);
  const trust = { text, from, kept: Date.now() };
  await store.put("trust", trust, "own");
  return trust;
}

/**
 * Fetches a receipt, puts in the openings that only the holder has, checks it here and keeps it.
 * @throws RECEIPT_REFUSED, REMOTE_*
 */
export async function keepReceipt(
  session: Session,
  key: string,
  title: string,
  openings: readonly Opening[],
): Promise<KeptReceipt> {
  const { body } = await session.client.receipt({ key });
  const bytes = openings.length === 0 ? body : encodeReceipt({ ...decodeReceipt(body), openings });
  const { receipt, code } = verifyReceipt(bytes, await trustOf(session));
  if (receipt === null || receipt.fact.key !== key) {
    throw keyStoreError("RECEIPT_REFUSED", { key, code });
  }
  const asOf = receipt.sealTime ?? receipt.cosigned;
  const kept = { key, title, bytes, asOf, kept: Date.now() };
  await session.store.put("receipts", kept);
  return kept;
}

/**
 * What a fact says, which the node has proved to this device: it is the newest of its key and under a
 * checkpoint that the agencies signed.
 * @throws RECEIPT_REFUSED, REMOTE_*
 */
export async function provedValue(session: Session, key: string): Promise<Cbor> {
  const { body } = await session.client.receipt({ key });
  const { receipt, code } = verifyReceipt(body, await trustOf(session));
  if (receipt?.current !== true || receipt.fact.key !== key || isTombstone(receipt.fact)) {
    throw keyStoreError("RECEIPT_REFUSED", { key, code });
  }
  return receipt.fact.value ?? null;
}

/** The name under which it is saved: its key, as a file system takes it. */
export const fileNameOf = (key: string): string =>
  `${key.replaceAll(/[^A-Za-z0-9._-]/g, "-")}.receipt`;
