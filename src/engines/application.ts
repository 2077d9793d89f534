import { limits } from "../base/limits.js";
import { RecordReader } from "../ledger/execute.js";
import type { AdoptedBlock, Block, Ledger, TransactionResult } from "../ledger/ledger.js";
import { moduleError } from "../ledger/module.js";
import type { Transaction } from "../ledger/transaction.js";
import { consensusParameters, validators } from "../modules/governance/queries.js";
import type { DurableRecord } from "../storage/log/durable-record.js";
import type { SegmentLog } from "../storage/log/segment-log.js";
import { engineError } from "./errors.js";
import type { Application, ApplicationInfo, ConsensusTerms, Proposal } from "./port.js";

/**
 * After so many of an engine's blocks without a fact its height is marked in the log, unsynced: what is
 * lost of it the engine tells again, and changes nothing by it.
 */
const MARK_EVERY = 100;

type Finalized = { readonly block: Block | null; readonly engineHeight: number | null };

/** The ledger behind the engines' port: executes, and makes durable what it executed. */
export class LedgerApplication implements Application {
  readonly #ledger: Ledger;
  readonly #log: SegmentLog;
  readonly #record: DurableRecord;
  #finalized: Finalized | null = null;
  #engineHeight: number;
  #markedHeight: number;
  /** All that was asked to be read so far; never fails. */
  #reading: Promise<void> = Promise.resolve();

  /** @param engineHeight of the newest mark that the log holds, 0 without one */
  constructor(ledger: Ledger, log: SegmentLog, record: DurableRecord, engineHeight: number) {
    this.#ledger = ledger;
    this.#log = log;
    this.#record = record;
    this.#engineHeight = engineHeight;
    this.#markedHeight = engineHeight;
  }

  info(): ApplicationInfo {
    const { frontier, seal } = this.#ledger.head;
    const { height, time } = seal ?? { height: -1, time: 0 };
    const engineHeight = this.#engineHeight;
    return { height, time, size: frontier.size, root: frontier.root(), engineHeight };
  }

  terms(): ConsensusTerms {
    const reader = new RecordReader(this.#ledger.state);
    return { validators: validators(reader), parameters: consensusParameters(reader) };
  }

  readAhead(transaction: Transaction): Promise<void> {
    const { modules, state } = this.#ledger;
    const definition = modules.typeOf(transaction);
    const own = state.readAhead((inMemory) => {
      const reader = new RecordReader(inMemory);
      modules.touch(reader, transaction.signatories);
      definition?.touch(reader, transaction.payload.body);
    });
    // One may rest on another that came before it in the same body.
    const turn = Promise.all([this.#reading, own]).then(() => {});
    this.#reading = turn.catch(() => {});
    return turn;
  }

  check(transaction: Transaction, now: number): void {
    const { validUntil, type, body } = transaction.payload;
    if (now > validUntil) throw engineError("ADMIT_EXPIRED", { validUntil, now });
    if (validUntil > now + limits.validityMs) {
      throw engineError("ADMIT_VALIDITY", { validUntil, now });
    }
    const { modules } = this.#ledger;
    const definition = modules.typeOf(transaction);
    if (definition === undefined) throw moduleError("TX_TYPE", { type });
    definition.check(body);
    const reader = new RecordReader(this.#ledger.state);
    if (!modules.admits(reader, transaction.signatories)) {
      throw engineError("ADMIT_STRANGER");
    }
  }

  finalize({ time, evidence, transactions, engineHeight }: Proposal): Block | null {
    const block = this.#ledger.execute(time, evidence, transactions);
    this.#finalized = { block, engineHeight };
    return block;
  }

  /** Log first, then the durable record of its size and root: only then may anybody sign it. */
  async commit(): Promise<void> {
    if (this.#finalized === null) return;
    const { block, engineHeight } = this.#finalized;
    this.#mark(block, engineHeight);
    if (block !== null) {
      this.#log.append(block.leaves);
      const position = await this.#log.sync();
      this.#record.write({ ...position, root: block.root });
    }
    this.#finalized = null;
  }

  /** Before the leaves, so that none of them is on record without it. */
  #mark(block: Block | null, height: number | null): void {
    if (height === null) return;
    this.#engineHeight = height;
    if (block === null && height - this.#markedHeight < MARK_EVERY) return;
    this.#log.appendMark({ height, size: block?.size ?? this.#log.size });
    this.#markedHeight = height;
  }

  /** Takes over the log's next block, which is proved; not yet durable. @throws LEDGER_ADOPTED, LOG_*, DISK_* */
  adopt(leaves: readonly Uint8Array[]): AdoptedBlock {
    const block = this.#ledger.adopt(leaves);
    this.#log.append(leaves);
    return block;
  }

  /**
   * Makes durable what was taken over, which a crash before takes back.
   * @param engineHeight of the engine's block after which the log stands there
   */
  async adopted(engineHeight: number): Promise<void> {
    this.#log.appendMark({ height: engineHeight, size: this.#log.size });
    const position = await this.#log.sync();
    this.#record.write({ ...position, root: this.#ledger.head.frontier.root() });
    this.#engineHeight = engineHeight;
    this.#markedHeight = engineHeight;
  }

  known(transaction: Transaction): TransactionResult | null {
    return this.#ledger.known(transaction);
  }

  earliestDeadline(): number | null {
    return this.#ledger.state.earliestDeadline();
  }
}
