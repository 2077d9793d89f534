import { equalBytes } from "../base/bytes.js";
import { isCborArray } from "../codec/cbor-value.js";
import { replayError } from "./errors.js";
import type { Fact, Tombstone } from "./fact.js";
import { isBytes } from "./records.js";

/** Struck entries whose decision has not come yet: without one, anybody could leave out what they like. */
export class Struck {
  readonly #waiting = new Map<number, Tombstone>();

  add(tombstone: Tombstone): void {
    this.#waiting.set(tombstone.index, tombstone);
  }

  /** A fact that may be the decision over one of them. @throws REPLAY_STRUCK */
  see({ index, key, value }: Fact): void {
    const target = /^governance\/strike\/([0-9]+)$/.exec(key)?.[1];
    const tombstone = target === undefined ? undefined : this.#waiting.get(Number(target));
    if (tombstone === undefined) return;
    const names =
      isCborArray(value) && value[0] === tombstone.index && isBytes(value[1], 32) && value[1];
    if (tombstone.decision !== index || !names || !equalBytes(names, tombstone.struck)) {
      throw replayError("REPLAY_STRUCK", { index: tombstone.index, decision: index });
    }
    this.#waiting.delete(tombstone.index);
  }

  /** @throws REPLAY_STRUCK where one has no decision */
  finish(): void {
    const [index] = this.#waiting.keys();
    if (index !== undefined) throw replayError("REPLAY_STRUCK", { index });
  }
}
