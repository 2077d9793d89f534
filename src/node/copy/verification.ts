import { setImmediate } from "node:timers/promises";
import { equalBytes } from "../../base/bytes.js";
import { type CounterfoilError, isCoded } from "../../base/errors.js";
import { EMPTY_ROOT } from "../../crypto/hash.js";
import { isTombstone } from "../../ledger/fact.js";
import { scanFact } from "../../ledger/fact-scan.js";
import type { Ledger } from "../../ledger/ledger.js";
import { Replay, type ReplayedBlock } from "../../ledger/replay.js";
import type { StateStore } from "../../ledger/state.js";
import { decodeTransaction, type Transaction } from "../../ledger/transaction.js";
import { nodeError } from "../errors.js";
import { VerifierPool } from "../verifier-pool.js";
import { envelopeBytes } from "./envelope-bytes.js";
import { QuickReading } from "./quick-reading.js";
import { quiet } from "./quiet.js";
import { ReExecution } from "./re-execute.js";

export type VerificationOptions = {
  /** Network id. */
  readonly network: Uint8Array;
  /** Threads that check signatures; 0 checks them in the calling one. */
  readonly workers: number;
  /** The state after the blocks that came before; from block 0 on, an empty one. */
  readonly state: StateStore;
  /** Stands where the log that `resume` is given ends; absent: block 0 comes first. */
  readonly ledger?: Ledger;
  /** Says of what does not hold only that it does not (`quick-reading.ts`); from block 0 on. */
  readonly quick?: boolean;
};

/** Leaves of one piece of the log, whole blocks or not. */
export type Stretch = readonly Uint8Array[];

type Verdict = { readonly bytes: Uint8Array } & (
  | { readonly transaction: Transaction }
  | { readonly error: CounterfoilError }
);
type Begun = { readonly leaves: Stretch; readonly verdicts: Promise<readonly (Verdict | null)[]> };

/** So often the workers are handed more, while the calling thread executes. */
const TURN_LEAVES = 64;

/**
 * Everything about a log, from its first leaf on: its structure, every signature by the exact rule,
 * every block executed again. While one stretch is executed the next one's signatures are checked.
 */
export class Verification {
  readonly #pool: VerifierPool;
  readonly #replay: Replay;
  readonly #execution: ReExecution;
  readonly #quick: QuickReading | null;
  /** What the workers said of the leaf that is being read. */
  #verdict: Verdict | null = null;
  /** What a leaf supersedes that was verified before it was written here. */
  #own: { readonly supersedes: number | null } | null = null;
  #struck = 0;

  constructor({ network, workers, state, ledger, quick = false }: VerificationOptions) {
    // What is executed is what is on record, whose bodies execution refuses where they are not of their form.
    this.#pool = new VerifierPool({ network, genesis: null }, workers);
    this.#execution = new ReExecution(state, ledger ?? null);
    this.#quick = quick ? new QuickReading(network, this.#execution) : null;
    this.#replay = new Replay({
      network,
      transaction: (bytes) =>
        this.#own === null ? this.#checked(bytes) : decodeTransaction(bytes),
      newest: (key) =>
        this.#own === null ? state.get(key)?.index : (this.#own.supersedes ?? undefined),
    });
  }

  /** Facts that were read, those of a block that has no seal yet among them. */
  get size(): number {
    return (this.#quick ?? this.#replay).size;
  }

  /** Entries so far that stand struck. */
  get struck(): number {
    return this.#struck;
  }

  /** Behind the last block; null before block 0. */
  get ledger(): Ledger | null {
    return this.#execution.ledger;
  }

  /**
   * Takes the copy's own log, verified when it was written: its shape and hashes are read again,
   * its signatures and executions are not. Answers the root that it has.
   * @throws CBOR_*, FACT_*, REPLAY_*
   */
  async resume(leaves: Iterable<{ readonly leaf: Uint8Array }>): Promise<Uint8Array> {
    let root = EMPTY_ROOT;
    for (const { leaf } of leaves) {
      this.#own = scanFact(leaf);
      const block = this.#replay.push(leaf);
      this.#count(block);
      root = block?.root ?? root;
      if (this.size % 8192 === 0) await setImmediate();
    }
    this.#own = null;
    return root;
  }

  /**
   * The blocks that the stretches hold, each once everything in it holds.
   * @throws CBOR_*, FACT_*, REPLAY_*, MODULE_*, VERIFY_WORKER, and what the stretches throw
   */
  async *blocks(
    stretches: Iterable<Stretch> | AsyncIterable<Stretch>,
  ): AsyncGenerator<ReplayedBlock> {
    const source = iterator(stretches);
    try {
      let ahead = quiet(this.#begin(source));
      for (let begun = await ahead; begun !== null; begun = await ahead) {
        ahead = quiet(this.#begin(source));
        yield* this.#blocksOf(begun);
      }
    } finally {
      await source.return?.();
    }
  }

  /** Nothing may be open at the end. @throws REPLAY_UNSEALED, REPLAY_STRUCK */
  finish(): void {
    (this.#quick ?? this.#replay).finish();
  }

  close(): Promise<void> {
    return this.#pool.close();
  }

  async *#blocksOf({ leaves, verdicts }: Begun): AsyncGenerator<ReplayedBlock> {
    const known = await verdicts;
    for (const [i, leaf] of leaves.entries()) {
      this.#verdict = known[i] ?? null;
      const block = this.#quick === null ? this.#readCarefully(leaf) : this.#readQuickly(leaf);
      if (block !== null) yield block;
      if (i % TURN_LEAVES === 0) await setImmediate();
    }
  }

  #readCarefully(leaf: Uint8Array): ReplayedBlock | null {
    const block = this.#replay.push(leaf);
    this.#count(block);
    if (block !== null) this.#execution.take(block);
    return block;
  }

  #readQuickly(leaf: Uint8Array): ReplayedBlock | null {
    const verdict = this.#verdict;
    if (verdict !== null && "error" in verdict) throw verdict.error;
    return this.#quick?.push(leaf, verdict?.transaction ?? null) ?? null;
  }

  async #begin(source: Source): Promise<Begun | null> {
    const { value: leaves, done } = await source.next();
    if (done === true || leaves === undefined) return null;
    return { leaves, verdicts: quiet(Promise.all(leaves.map((leaf) => this.#judge(leaf)))) };
  }

  async #judge(leaf: Uint8Array): Promise<Verdict | null> {
    const bytes = envelopeBytes(leaf);
    if (bytes === null) return null;
    try {
      return { bytes, transaction: await this.#pool.verify({ bytes, rule: "exact" }) };
    } catch (error) {
      // That a worker died says nothing of the envelope.
      if (!isCoded(error) || error.code === "VERIFY_WORKER") throw error;
      return { bytes, error };
    }
  }

  /** Fails closed: only these very bytes, and only after the workers accepted them. */
  #checked(bytes: Uint8Array): Transaction {
    const verdict = this.#verdict;
    if (verdict === null || !equalBytes(verdict.bytes, bytes)) throw nodeError("VERIFY_WORKER");
    if ("error" in verdict) throw verdict.error;
    return verdict.transaction;
  }

  #count(block: ReplayedBlock | null): void {
    if (block !== null) this.#struck += block.facts.filter(isTombstone).length;
  }
}

type Source = {
  next(): Promise<IteratorResult<Stretch, unknown>> | IteratorResult<Stretch, unknown>;
  return?(): unknown;
};

function iterator(stretches: Iterable<Stretch> | AsyncIterable<Stretch>): Source {
  return Symbol.asyncIterator in stretches
    ? stretches[Symbol.asyncIterator]()
    : stretches[Symbol.iterator]();
}
