import { equalBytes } from "../../base/bytes.js";
import { isCoded } from "../../base/errors.js";
import { replayError } from "../../ledger/errors.js";
import { factHash, isTombstone } from "../../ledger/fact.js";
import { type Block, emptyHead, Ledger } from "../../ledger/ledger.js";
import { ModuleSet } from "../../ledger/module-set.js";
import { type Genesis, readGenesis } from "../../ledger/records.js";
import type { ReplayedBlock } from "../../ledger/replay.js";
import { Overlay, type StateStore, storedFact } from "../../ledger/state.js";
import { availableModules } from "../../modules/available.js";

/** All that executing a block depends on beside the state. */
export type BlockInputs = Pick<ReplayedBlock, "seal" | "evidence" | "transactions" | "facts">;

/** Executes the blocks of a log again, one after the other, and compares them byte for byte. */
export class ReExecution {
  readonly state: StateStore;
  #ledger: Ledger | null;

  /** @param ledger that stands where the next block begins; null before block 0 */
  constructor(state: StateStore, ledger: Ledger | null) {
    this.state = state;
    this.#ledger = ledger;
  }

  /** Behind the last block; null before block 0. */
  get ledger(): Ledger | null {
    return this.#ledger;
  }

  /**
   * What a struck entry said is gone, so its block cannot be executed as it was: what it wrote is
   * taken as it stands. Its leaf hashes, and so its root, are those of the first execution.
   * @throws REPLAY_EXECUTION with the index of the first leaf that differs, MODULE_*
   */
  take(block: ReplayedBlock): void {
    const first = block.size - block.leaves.length;
    try {
      if (block.facts.some(isTombstone)) this.#takeAsItStands(block);
      else compareLeaves(block.leaves, this.execute(block)?.leaves ?? [], first);
    } catch (error) {
      if (isCoded(error) && error.code !== "EXECUTE_BROKEN") throw error;
      throw replayError("REPLAY_EXECUTION", { index: first }, error);
    }
  }

  /**
   * What the block's inputs give; of block 0 that is its first fact. Null where nothing comes of them.
   * @throws LEDGER_TIME, EXECUTE_BROKEN, MODULE_*
   */
  execute({ seal, evidence, transactions, facts }: BlockInputs): Block | null {
    if (this.#ledger !== null) return this.#ledger.execute(seal.time, evidence, transactions);
    const { ledger, genesis } = this.#begin(facts);
    return ledger.found(genesis.value, seal.time);
  }

  #begin([first]: ReplayedBlock["facts"]): { ledger: Ledger; genesis: Genesis } {
    const genesis = first === undefined || isTombstone(first) ? null : readGenesis(first.value);
    if (genesis === null) throw replayError("REPLAY_ORDER", { index: 0 });
    const modules = ModuleSet.select(availableModules, genesis.modules, genesis.tables);
    const ledger = new Ledger(modules, this.state, emptyHead());
    this.#ledger = ledger;
    return { ledger, genesis };
  }

  #takeAsItStands({ facts, leaves, seal, size }: ReplayedBlock): void {
    const { modules, head } = this.#ledger ?? this.#begin(facts).ledger;
    const { frontier, activity } = head;
    const overlay = new Overlay(this.state, modules.derive);
    for (const [i, fact] of facts.entries()) {
      frontier.append(factHash(leaves[i] as Uint8Array, fact));
      activity.append(isTombstone(fact) ? null : fact.supersedes);
      if (!isTombstone(fact)) overlay.set(fact.key, storedFact(fact));
    }
    this.state.apply(overlay.changes, size);
    const { height, time } = seal;
    this.#ledger = new Ledger(modules, this.state, {
      frontier,
      activity,
      seal: { index: size - 1, height, time },
    });
  }
}

/** @throws REPLAY_EXECUTION with the index of the first leaf that differs */
export function compareLeaves(
  leaves: readonly Uint8Array[],
  executed: readonly Uint8Array[],
  first: number,
): void {
  const most = Math.max(leaves.length, executed.length);
  for (let i = 0; i < most; i++) {
    const [leaf, other] = [leaves[i], executed[i]];
    if (leaf !== undefined && other !== undefined && equalBytes(leaf, other)) continue;
    throw replayError("REPLAY_EXECUTION", { index: first + i });
  }
}
