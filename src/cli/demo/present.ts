import type { Cbor } from "../../codec/cbor-value.js";
import type { Signer } from "../../crypto/signer.js";
import type { TransactionResult } from "../../ledger/ledger.js";
import type { LedgerNode } from "../../node/ledger-node.js";
import { newTransaction, signTransaction } from "../../sdk/transaction.js";
import type { Pen } from "./pen.js";

const VALID_MS = 60 * 60 * 1000;

/** Writes what happens as it happens, as any client of the node would. */
export class Present implements Pen {
  readonly node: LedgerNode;

  constructor(node: LedgerNode) {
    this.node = node;
  }

  /** On a machine whose clock is behind, the country's own time. */
  get time(): number {
    return Math.max(Date.now(), this.node.opened.published.publication?.time ?? 0);
  }

  async signed(type: string, body: Cbor, ...signers: readonly Signer[]): Promise<Uint8Array> {
    let draft = newTransaction({
      network: this.node.opened.id,
      type,
      body,
      validUntil: this.time + VALID_MS,
      signers: signers.map(({ thumbprint }) => thumbprint),
    });
    for (const signer of signers) draft = await signTransaction(draft, signer);
    return draft;
  }

  block(envelopes: readonly Uint8Array[]): Promise<TransactionResult[]> {
    return Promise.all(envelopes.map((bytes) => this.node.submit(bytes)));
  }
}
