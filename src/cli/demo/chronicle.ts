import type { Logger } from "pino";
import type { Cbor } from "../../codec/cbor-value.js";
import type { Signer } from "../../crypto/signer.js";
import type { Admitted } from "../../engines/way.js";
import { decodeDraft } from "../../ledger/envelope.js";
import type { TransactionResult } from "../../ledger/ledger.js";
import { transactionOf } from "../../ledger/transaction.js";
import type { DataDirectory } from "../../node/data-directory.js";
import { LedgerNode, nodeDefaults } from "../../node/ledger-node.js";
import { newTransaction, signTransaction } from "../../sdk/transaction.js";
import type { Pen } from "./pen.js";
import { drawnBytes } from "./seed.js";

const VALID_MS = 7 * 24 * 60 * 60 * 1000;
/** setTimeout takes no longer ones: a block is made when its last transaction comes, and at no other time. */
const NEVER_MS = 2 ** 31 - 1;

/**
 * The node while it lives through the past. Its clock stands at the time that is told, a block is
 * what is told together, and nonces are drawn, so that the same story makes the same log. Told a
 * second time, after an interruption, it adds only what is missing.
 */
export class Chronicle implements Pen {
  readonly node: LedgerNode;
  readonly #present: { time: number; blockTransactions: number };
  #drafts = 0;

  private constructor(node: LedgerNode, present: { time: number; blockTransactions: number }) {
    this.node = node;
    this.#present = present;
  }

  static async open(data: DataDirectory, logger: Logger, time: number): Promise<Chronicle> {
    const present = { time, blockTransactions: 1 };
    const node = await LedgerNode.open(data, logger, {
      ...nodeDefaults,
      // Here, one after the other: how fast a thread is must not decide what comes first.
      workers: 0,
      now: () => present.time,
      solo: {
        ...nodeDefaults.solo,
        gatherMs: NEVER_MS,
        get blockTransactions() {
          return present.blockTransactions;
        },
      },
    });
    return new Chronicle(node, present);
  }

  get time(): number {
    return this.#present.time;
  }

  /** ms since 1970; never back. */
  moveTo(time: number): void {
    this.#present.time = Math.max(this.#present.time, time);
  }

  /** An envelope with everyone's signature. */
  async signed(type: string, body: Cbor, ...signers: readonly Signer[]): Promise<Uint8Array> {
    let draft = newTransaction({
      network: this.node.opened.id,
      type,
      body,
      validUntil: this.time + VALID_MS,
      signers: signers.map(({ thumbprint }) => thumbprint),
      nonce: drawnBytes(`nonce/${this.#drafts++}`).slice(0, 16),
    });
    for (const signer of signers) draft = await signTransaction(draft, signer);
    return draft;
  }

  /**
   * One block of envelopes that do not need one another. Known ones answer as they did, since a block
   * of an earlier telling is on record whole.
   * @throws as `LedgerNode.admit`
   */
  async block(envelopes: readonly Uint8Array[]): Promise<TransactionResult[]> {
    const { ledger } = this.node.opened;
    const isKnown = (bytes: Uint8Array) => ledger.known(transactionOf(decodeDraft(bytes), bytes));
    const fresh = envelopes.filter((bytes) => isKnown(bytes) === null).length;
    this.#present.blockTransactions = Math.max(1, fresh);
    const admitted: Admitted[] = [];
    for (const bytes of envelopes) admitted.push(await this.node.admit(bytes));
    return Promise.all(admitted.map(({ sealed }) => sealed));
  }

  close(): Promise<void> {
    return this.node.stop();
  }
}
