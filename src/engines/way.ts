import type { Block, TransactionResult } from "../ledger/ledger.js";
import type { Transaction } from "../ledger/transaction.js";
import type { Application } from "./port.js";

/** What the way of a transaction leads through. */
export type Way = {
  /** Decodes an envelope and checks every signature, on other threads; `place` is where it came from. */
  readonly verify: (bytes: Uint8Array, place: string) => Promise<Transaction>;
  readonly application: Application;
  /** Signs the checkpoint of a durable block and shows it. */
  readonly publish: (block: Block) => Promise<void>;
  /** ms since 1970. */
  readonly now: () => number;
};

/** Decides which transactions come in which block; resolves with the result of each. */
export type Orderer = {
  readonly submit: (transaction: Transaction) => Promise<TransactionResult>;
};

export type Admitted = {
  readonly id: Uint8Array;
  /** There at once where the id is on record already. */
  readonly result: TransactionResult | null;
  /** There once the block is durable and published. */
  readonly sealed: Promise<TransactionResult>;
};

/*
 * The way of a transaction, in one direction, from its bytes to its answer:
 *
 *   bytes → decode → verify signatures → admit → order (engine)
 *         → execute → append facts → seal → make durable → prove and publish → answer
 *
 * `takeIn` is the first line, once a transaction; `sealBlock` the second, once a block.
 */

/** @throws CBOR_*, KEY_*, ENVELOPE_*, WEBAUTHN_*, ADMIT_*, TX_*, ENGINE_* */
export async function takeIn(
  way: Pick<Way, "verify" | "application">,
  order: Orderer,
  { bytes, place }: { readonly bytes: Uint8Array; readonly place: string },
): Promise<Admitted> {
  const transaction = await way.verify(bytes, place);
  await way.application.readAhead(transaction);
  const sealed = order.submit(transaction);
  // What is refused or known is settled by now, and the race is for the first settled.
  const result = await Promise.race([sealed, Promise.resolve(null)]);
  return { id: transaction.id, result, sealed };
}

/**
 * Whether a verified transaction may wait for a block, or its result where it is on record.
 * @param now ms since 1970
 * @throws ADMIT_*, TX_*
 */
export function admit(
  { application }: Pick<Way, "application">,
  transaction: Transaction,
  now: number,
): TransactionResult | null {
  const known = application.known(transaction);
  if (known === null) application.check(transaction, now);
  return known;
}

/**
 * One block of the transactions whose turn it is. Answers for as many as it had room for; for none
 * where it would have held no fact.
 * @throws EXECUTE_BROKEN, LOG_*, DISK_*, SIGN_RECORD: after any of them nothing more may be made
 */
export async function sealBlock(
  way: Way,
  transactions: readonly Transaction[],
): Promise<readonly TransactionResult[]> {
  const { application, now, publish } = way;
  const time = Math.max(now(), application.info().time);
  const block = application.finalize({ time, evidence: null, transactions, engineHeight: null });
  if (block === null) return [];
  await application.commit();
  await publish(block);
  return block.results;
}
