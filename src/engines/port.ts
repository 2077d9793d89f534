import type { Cbor } from "../codec/cbor-value.js";
import type { Block, TransactionResult } from "../ledger/ledger.js";
import type { Transaction } from "../ledger/transaction.js";

/** Where the application stands: ABCI 2.0 `Info`. */
export type ApplicationInfo = {
  readonly height: number;
  /** Time of the last seal, ms since 1970. */
  readonly time: number;
  /** App hash = size ‖ root. */
  readonly size: number;
  readonly root: Uint8Array;
};

export type Proposal = {
  /** ms since 1970, never less than the last seal's. */
  readonly time: number;
  readonly evidence: Cbor;
  readonly transactions: readonly Transaction[];
};

/**
 * What an engine orders transactions for, in the shape of ABCI 2.0. An engine decides which
 * transactions come in which block at which time, and nothing else.
 */
export interface Application {
  info(): ApplicationInfo;
  /** Brings into memory what checking and executing the transaction will read; resolves in the order of the calls. */
  readAhead(transaction: Transaction): Promise<void>;
  /** `CheckTx`: whether a verified transaction may wait for a block. @throws ADMIT_*, TX_* */
  check(transaction: Transaction, now: number): void;
  /** `FinalizeBlock`: executes; null where the block would hold no fact, and then nothing changed. */
  finalize(proposal: Proposal): Block | null;
  /** `Commit`: makes the finalized block durable; resolves once it is. */
  commit(): Promise<void>;
  /** First result of a transaction that is on record. */
  known(transaction: Transaction): TransactionResult | null;
  /** When the next deadline falls due, ms since 1970. */
  earliestDeadline(): number | null;
}
