import type { Logger } from "pino";
import type { Block } from "../../ledger/ledger.js";
import { recordKey } from "../../ledger/record-type.js";
import { misbehaviour } from "../../modules/governance/schema.js";

const PREFIX = recordKey(misbehaviour, "");

/** Tells an administrator whose validator was proved to have broken the engine's rules. */
export class MisbehaviourWatch {
  readonly #logger: Logger;
  #count = 0;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** Proofs since this began. */
  get count(): number {
    return this.#count;
  }

  look({ facts, height: block }: Block): void {
    for (const { key, value = null } of facts) {
      if (!key.startsWith(PREFIX)) continue;
      this.#count++;
      const { agency, kind, height } = misbehaviour.parse(value);
      this.#logger.warn({ agency, kind, engineHeight: height, block }, "an agency misbehaved");
    }
  }
}
