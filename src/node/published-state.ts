import { decodeFact, isTombstone } from "../ledger/fact.js";
import { type StateReader, type StoredFact, storedFact } from "../ledger/state.js";
import type { PublishedLog } from "./published-log.js";

/**
 * The state as everyone may see it. The engine's own is ahead by the block that is being made
 * durable: answering from it would show what a crash may still undo.
 */
export class PublishedState implements StateReader {
  readonly #state: StateReader;
  readonly #log: PublishedLog;

  constructor(state: StateReader, log: PublishedLog) {
    this.#state = state;
    this.#log = log;
  }

  /** @throws LOG_*, DISK_* */
  get(key: string): StoredFact | undefined {
    let fact = this.#state.get(key);
    while (fact !== undefined && fact.index >= this.#log.size) fact = this.#before(fact.index);
    return fact;
  }

  /** What joined the list since is no record yet, so that reading it finds nothing. */
  members(list: string): readonly string[] {
    return this.#state.members(list);
  }

  #before(index: number): StoredFact | undefined {
    const later = decodeFact(index, this.#log.leaf(index));
    if (isTombstone(later) || later.supersedes === null) return undefined;
    const fact = decodeFact(later.supersedes, this.#log.leaf(later.supersedes));
    return isTombstone(fact) ? undefined : storedFact(fact);
  }
}
