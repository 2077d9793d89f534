import type { Cbor } from "../codec/cbor-value.js";
import type { Block, TransactionResult } from "../ledger/ledger.js";
import type { Transaction } from "../ledger/transaction.js";
import type { ConsensusParameters, Validator } from "../modules/governance/queries.js";

/** Where the application stands: ABCI 2.0 `Info`. */
export type ApplicationInfo = {
  readonly height: number;
  /** Time of the last seal, ms since 1970. */
  readonly time: number;
  /** App hash = size ‖ root. */
  readonly size: number;
  readonly root: Uint8Array;
  /** Of the newest block of the engine that the log knows of; 0 before the first. */
  readonly engineHeight: number;
};

/** What governance has decided of ordering itself, as it stands after the newest block. */
export type ConsensusTerms = {
  readonly validators: readonly Validator[];
  readonly parameters: ConsensusParameters;
};

export type Proposal = {
  /** ms since 1970, never less than the last seal's. */
  readonly time: number;
  /** What the engine proved of validators: null, or items as docs/reference/formats.md has them in a tick. */
  readonly evidence: Cbor;
  readonly transactions: readonly Transaction[];
  /** Null where the engine numbers no blocks of its own. */
  readonly engineHeight: number | null;
};

/** A state that a node may begin from instead of the first block. */
export type Snapshot = {
  /** Of the engine's block after which the log stands there. */
  readonly height: number;
  readonly chunks: number;
  /** The same of two nodes only where all chunks are the same. */
  readonly hash: Uint8Array;
  /** Where the chunks begin, as the application writes it. */
  readonly metadata: Uint8Array;
};

/** ABCI 2.0 state sync: what a node gives others to begin from, and takes from them. */
export interface Snapshots {
  /** Those that can be begun from now, newest first. */
  list(): readonly Snapshot[];
  /** Null where it is not here, or not any more. */
  chunk(height: number, index: number): Promise<Uint8Array | null>;
  /** Whether to begin from it. @param appHash what the engine knows of its height from elsewhere */
  offer(snapshot: Snapshot, appHash: Uint8Array): boolean;
  /** The next chunk of what was offered, in order; false where it does not prove itself. */
  apply(index: number, chunk: Uint8Array): Promise<boolean>;
}

/**
 * What an engine orders transactions for, in the shape of ABCI 2.0. An engine decides which
 * transactions come in which block at which time, and nothing else.
 */
export interface Application {
  info(): ApplicationInfo;
  terms(): ConsensusTerms;
  /** Brings into memory what checking and executing the transaction will read; resolves in the order of the calls. */
  readAhead(transaction: Transaction): Promise<void>;
  /** `CheckTx`: whether a verified transaction may wait for a block. @throws ADMIT_*, TX_* */
  check(transaction: Transaction, now: number): void;
  /** `FinalizeBlock`: executes; null where the block would hold no fact, and then only the height changed. */
  finalize(proposal: Proposal): Block | null;
  /** `Commit`: makes the finalized block durable; resolves once it is. */
  commit(): Promise<void>;
  /** First result of a transaction that is on record. */
  known(transaction: Transaction): TransactionResult | null;
  /** When the next deadline falls due, ms since 1970. */
  earliestDeadline(): number | null;
}
