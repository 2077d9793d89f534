import { setImmediate } from "node:timers/promises";
import { apiError } from "../api/errors.js";
import type { Fact } from "../ledger/fact.js";
import { factAt, proveError, type Version } from "../ledger/prove.js";
import type { PublishedLog } from "./published-log.js";

export type WalkLimits = {
  /** Versions that one walk passes before it gives up. */
  readonly steps: number;
  /** Versions that are passed before others get their turn. */
  readonly turn: number;
  /** Walks of more than one turn at the same time. */
  readonly walks: number;
};

const walkDefaults: WalkLimits = { steps: 100_000, turn: 256, walks: 4 };

/**
 * Finds what stood under a key when the log was smaller. Facts point only backwards, and some keys
 * are rewritten by every registration: whoever asks for long ago, perhaps anonymously, must not
 * hold up the node.
 */
export class VersionFinder {
  readonly #log: PublishedLog;
  readonly #limits: WalkLimits;
  #walks = 0;

  constructor(log: PublishedLog, limits: WalkLimits = walkDefaults) {
    this.#log = log;
    this.#limits = limits;
  }

  /**
   * The last version below a size, and what replaced it: two facts that stay what they are, however
   * much is published meanwhile.
   * @param newest of the key, not below the size
   * @throws PROVE_NOT_YET, PROVE_STRUCK, PROVE_FAR, API_BUSY
   */
  async before(newest: Fact, size: number): Promise<Version> {
    if (newest.key === "seal") return this.#sealBefore(size);
    const near = this.#turn(newest, size);
    if (near.fact.index < size) return near;
    if (this.#walks === this.#limits.walks) throw apiError("API_BUSY");
    this.#walks++;
    try {
      return await this.#walk(near.fact, size);
    } finally {
      this.#walks--;
    }
  }

  /** Every block has one, so that the heights tell it without a walk. */
  #sealBefore(size: number): Version {
    const next = this.#log.heightOf(size);
    if (next === 0) throw proveError("PROVE_NOT_YET", { key: "seal", size });
    const fact = factAt(this.#log, this.#log.sealIndex(next - 1));
    return { fact, replacedBy: this.#log.sealIndex(next) };
  }

  async #walk(from: Fact, size: number): Promise<Version> {
    const { steps, turn } = this.#limits;
    let later = from;
    for (let passed = turn; passed < steps; passed += turn) {
      await setImmediate();
      const reached = this.#turn(later, size);
      if (reached.fact.index < size) return reached;
      later = reached.fact;
    }
    throw proveError("PROVE_FAR", { key: later.key, size, steps, reached: later.index });
  }

  /** As far back as one turn comes, which may still be above the size. */
  #turn(from: Fact, size: number): Version {
    let fact = from;
    let replacedBy: number | null = null;
    for (let i = 0; i < this.#limits.turn && fact.index >= size; i++) {
      if (fact.supersedes === null) throw proveError("PROVE_NOT_YET", { key: fact.key, size });
      replacedBy = fact.index;
      fact = factAt(this.#log, fact.supersedes);
    }
    return { fact, replacedBy };
  }
}
