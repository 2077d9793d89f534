import { toHex } from "../../../base/text.js";
import { decodeCbor } from "../../../codec/cbor-decode.js";
import { diagnosticOf } from "../../../codec/cbor-diagnostic.js";
import { decodeFact, isTombstone } from "../../../ledger/fact.js";
import { sentenceOf } from "../../../ledger/sentence.js";
import type { FactLine, RawView, TransactionLine } from "../../../portal/explorer/view.js";
import type { Service } from "../service.js";
import { type ReadTransaction, transactionOf } from "../transaction-view.js";

/** Items of a page's list. */
export const PAGE = 30;

export function lineOf(
  { node, blocks }: Pick<Service, "node" | "blocks">,
  read: ReadTransaction,
): TransactionLine {
  const { index, envelope, record } = read;
  const { height, time } = blocks.blockOf(index);
  return {
    id: toHex(envelope.id),
    index,
    type: envelope.payload.type,
    code: record.code,
    sentence: sentenceOf(node.opened.ledger.modules, envelope),
    height,
    timeMs: time,
  };
}

/** The transaction at an index, in a line; null where something else stands there. */
export function lineAt(service: Service, index: number): TransactionLine | null {
  const read = transactionOf(index, service.node.opened.published.leaf(index));
  return read === null ? null : lineOf(service, read);
}

/** The published facts `from` … `to` − 1. */
export function factLines({ node }: Service, from: number, to: number): readonly FactLine[] {
  return node.opened.published.leaves(from, to).map((leaf, i) => {
    const fact = decodeFact(from + i, leaf);
    return { index: from + i, key: isTombstone(fact) ? null : fact.key };
  });
}

/** @param leaf one deterministic item */
export function rawOf(leaf: Uint8Array, download: string): RawView {
  return {
    notation: diagnosticOf(decodeCbor(leaf)),
    hex: toHex(leaf),
    bytes: leaf.length,
    download,
  };
}
