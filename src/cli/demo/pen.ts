import type { Cbor } from "../../codec/cbor-value.js";
import type { Signer } from "../../crypto/signer.js";
import { decodeFact, isTombstone } from "../../ledger/fact.js";
import type { TransactionResult } from "../../ledger/ledger.js";
import type { LedgerNode } from "../../node/ledger-node.js";

/** What writes the country's story into its ledger: of the past, or as it happens. */
export interface Pen {
  readonly node: LedgerNode;
  /** ms since 1970. */
  readonly time: number;
  /** An envelope with everyone's signature. */
  signed(type: string, body: Cbor, ...signers: readonly Signer[]): Promise<Uint8Array>;
  /** What came of envelopes that do not need one another. */
  block(envelopes: readonly Uint8Array[]): Promise<TransactionResult[]>;
}

/** Keys of the facts that a transaction wrote, in order. */
export function written({ node }: Pen, { index }: TransactionResult): string[] {
  const keys: string[] = [];
  const { log } = node.opened;
  for (let at = index + 1; ; at++) {
    const fact = decodeFact(at, log.readLeaf(at));
    // The block's seal comes last, so that there always is another fact.
    if (isTombstone(fact) || at - fact.cause !== index) return keys;
    keys.push(fact.key);
  }
}
