import { limits } from "../base/limits.js";
import { RecordReader } from "../ledger/execute.js";
import type { Block, Ledger, TransactionResult } from "../ledger/ledger.js";
import { moduleError } from "../ledger/module.js";
import type { Transaction } from "../ledger/transaction.js";
import type { DurableRecord } from "../storage/log/durable-record.js";
import type { SegmentLog } from "../storage/log/segment-log.js";
import { engineError } from "./errors.js";
import type { Application, ApplicationInfo, Proposal } from "./port.js";

/** The ledger behind the engines' port: executes, and makes durable what it executed. */
export class LedgerApplication implements Application {
  readonly #ledger: Ledger;
  readonly #log: SegmentLog;
  readonly #record: DurableRecord;
  #finalized: Block | null = null;
  /** All that was asked to be read so far; never fails. */
  #reading: Promise<void> = Promise.resolve();

  constructor(ledger: Ledger, log: SegmentLog, record: DurableRecord) {
    this.#ledger = ledger;
    this.#log = log;
    this.#record = record;
  }

  info(): ApplicationInfo {
    const { frontier, seal } = this.#ledger.head;
    const { height, time } = seal ?? { height: -1, time: 0 };
    return { height, time, size: frontier.size, root: frontier.root() };
  }

  readAhead({ payload, signatories, bodyChecked }: Transaction): Promise<void> {
    const { modules, state } = this.#ledger;
    const transaction = modules.transaction(payload.type);
    if (bodyChecked) transaction?.trust(payload.body);
    const own = state.readAhead((inMemory) => {
      const reader = new RecordReader(inMemory);
      modules.touch(reader, signatories);
      transaction?.touch(reader, payload.body);
    });
    // One may rest on another that came before it in the same body.
    const turn = Promise.all([this.#reading, own]).then(() => {});
    this.#reading = turn.catch(() => {});
    return turn;
  }

  check({ payload, signatories, bodyChecked }: Transaction, now: number): void {
    const { validUntil, type, body } = payload;
    if (now > validUntil) throw engineError("ADMIT_EXPIRED", { validUntil, now });
    if (validUntil > now + limits.validityMs) {
      throw engineError("ADMIT_VALIDITY", { validUntil, now });
    }
    const transaction = this.#ledger.modules.transaction(type);
    if (transaction === undefined) throw moduleError("TX_TYPE", { type });
    if (bodyChecked) transaction.trust(body);
    else transaction.check(body);
    const reader = new RecordReader(this.#ledger.state);
    if (!this.#ledger.modules.admits(reader, signatories)) {
      throw engineError("ADMIT_STRANGER");
    }
  }

  finalize({ time, evidence, transactions }: Proposal): Block | null {
    const block = this.#ledger.execute(time, evidence, transactions);
    this.#finalized = block;
    return block;
  }

  /** Log first, then the durable record of its size and root: only then may anybody sign it. */
  async commit(): Promise<void> {
    const block = this.#finalized;
    if (block === null) return;
    this.#log.append(block.leaves);
    const position = await this.#log.sync();
    this.#record.write({ ...position, root: block.root });
    this.#finalized = null;
  }

  known(transaction: Transaction): TransactionResult | null {
    return this.#ledger.known(transaction);
  }

  earliestDeadline(): number | null {
    return this.#ledger.state.earliestDeadline();
  }
}
