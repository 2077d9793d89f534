import { equalBytes } from "../../base/bytes.js";
import { limits } from "../../base/limits.js";
import type { Cbor } from "../../codec/cbor-value.js";
import { leafHash } from "../../crypto/hash.js";
import { replayError } from "../../ledger/errors.js";
import { decodeFact, isTombstone } from "../../ledger/fact.js";
import { scanFact } from "../../ledger/fact-scan.js";
import type { Block } from "../../ledger/ledger.js";
import { readSeal, readTick, type Seal } from "../../ledger/records.js";
import type { ReplayedBlock } from "../../ledger/replay.js";
import type { Transaction } from "../../ledger/transaction.js";
import { compareLeaves, type ReExecution } from "./re-execute.js";

/**
 * Takes of a block no more than it takes to execute it: its time, evidence and transactions. Where that
 * gives the same leaves byte for byte, every rule of their structure holds, since the ledger writes
 * nothing else. Of anything else it says only that it differs: what is wrong is for the careful
 * reading to name, and struck entries are for that as well.
 */
export class QuickReading {
  readonly #network: Uint8Array;
  readonly #execution: ReExecution;
  #size = 0;
  #leaves: Uint8Array[] = [];
  #transactions: Transaction[] = [];

  /** @param network its id: leaf hash of fact 0 */
  constructor(network: Uint8Array, execution: ReExecution) {
    this.#network = network;
    this.#execution = execution;
  }

  /** Facts that were read, those of a block that has no seal yet among them. */
  get size(): number {
    return this.#size + this.#leaves.length;
  }

  /**
   * @param transaction that stands in the leaf, every signature checked
   * @throws REPLAY_EXECUTION where something differs; CBOR_*, FACT_*, MODULE_*
   */
  push(leaf: Uint8Array, transaction: Transaction | null): ReplayedBlock | null {
    this.#leaves.push(leaf);
    if (transaction !== null) this.#transactions.push(transaction);
    if (!scanFact(leaf).seal) return null;
    const [leaves, transactions] = [this.#leaves, this.#transactions];
    const first = this.#size;
    [this.#leaves, this.#transactions, this.#size] = [[], [], first + leaves.length];
    return this.#repeat(first, leaves, transactions);
  }

  /** @throws REPLAY_UNSEALED */
  finish(): void {
    if (this.#leaves.length > 0) throw replayError("REPLAY_UNSEALED", { index: this.size });
  }

  #repeat(
    first: number,
    leaves: readonly Uint8Array[],
    transactions: readonly Transaction[],
  ): ReplayedBlock {
    const seal = sealOf(this.#size - 1, leaves.at(-1));
    const evidence = evidenceOf(first, leaves[0]);
    const block = this.#execute(first, leaves, { seal, evidence, transactions });
    compareLeaves(leaves, block?.leaves ?? [], first);
    const bytes = leaves.reduce((sum, { length }) => sum + length, 0);
    if (block === null || bytes > limits.blockBytes) throw differs(first);
    const { facts, size, root } = block;
    return { seal, evidence, transactions, facts, leaves, size, root };
  }

  #execute(
    first: number,
    leaves: readonly Uint8Array[],
    inputs: Pick<ReplayedBlock, "seal" | "evidence" | "transactions">,
  ): Block | null {
    if (first > 0) return this.#execution.execute({ ...inputs, facts: [] });
    const [genesis] = leaves;
    if (genesis === undefined || !equalBytes(leafHash(genesis), this.#network)) throw differs(0);
    return this.#execution.execute({ ...inputs, facts: [decodeFact(0, genesis)] });
  }
}

const differs = (index: number) => replayError("REPLAY_EXECUTION", { index });

function sealOf(index: number, leaf: Uint8Array | undefined): Seal {
  const fact = leaf === undefined ? null : decodeFact(index, leaf);
  const seal = fact === null || isTombstone(fact) ? null : readSeal(fact.value);
  if (seal === null) throw differs(index);
  return seal;
}

/** `[1, "tick/…` in deterministic CBOR: a key of up to 23 characters has its length in one byte. */
const TICK = [0x74, 0x69, 0x63, 0x6b, 0x2f] as const;

function evidenceOf(index: number, leaf: Uint8Array | undefined): Cbor {
  if (leaf === undefined || !TICK.every((byte, i) => leaf[i + 3] === byte)) return null;
  const fact = decodeFact(index, leaf);
  const tick = isTombstone(fact) ? null : readTick(fact.value);
  if (tick === null) throw differs(index);
  return tick.evidence;
}
