import type { TransactionSummary } from "../../api/routes/transactions.js";
import { toHex } from "../../base/text.js";
import { decodeEnvelope, type Envelope } from "../../ledger/envelope.js";
import { decodeFact, isTombstone } from "../../ledger/fact.js";
import type { ModuleSet } from "../../ledger/module-set.js";
import { readTransaction, type TransactionRecord } from "../../ledger/records.js";
import { sentenceOf } from "../../ledger/sentence.js";

/** `[1, "tx/…` with an id of 64 digits: deterministic CBOR, so every transaction starts with these bytes. */
const TRANSACTION = Uint8Array.of(0x85, 0x01, 0x78, 0x43, 0x74, 0x78, 0x2f);

/** Told without decoding, since a page looks through many leaves for few transactions. */
export function isTransaction(leaf: Uint8Array): boolean {
  return TRANSACTION.every((byte, i) => leaf[i] === byte);
}

export type ReadTransaction = {
  readonly index: number;
  readonly envelope: Envelope;
  readonly record: TransactionRecord;
};

/** The transaction that a leaf records, or null for another or a struck one. @throws CBOR_*, FACT_* */
export function transactionOf(index: number, leaf: Uint8Array): ReadTransaction | null {
  if (!isTransaction(leaf)) return null;
  const fact = decodeFact(index, leaf);
  const record = isTombstone(fact) ? null : readTransaction(fact.value);
  if (record === null) return null;
  return { index, envelope: decodeEnvelope(record.envelope), record };
}

/** @param block that the transaction stands in */
export function summaryOf(
  modules: ModuleSet,
  { index, envelope, record }: ReadTransaction,
  block: { readonly height: number; readonly time: number },
): TransactionSummary {
  const id = toHex(envelope.id);
  return {
    key: `tx/${id}`,
    id,
    index,
    type: envelope.payload.type,
    code: record.code,
    sentence: sentenceOf(modules, envelope),
    height: block.height,
    time: block.time,
  };
}
