import { createHash } from "node:crypto";
import type { Counts } from "./options.js";

/** What happened in a run, as a digest and as counts. */
export class Chronicle {
  readonly counts: Counts = {
    blocks: 0,
    facts: 0,
    answers: 0,
    executed: new Map(),
    refused: new Map(),
    turnedAway: 0,
    events: new Map(),
    calls: 0,
  };
  readonly #hash = createHash("sha256");

  /** Enters one line in the digest. */
  note(...words: readonly (string | number)[]): void {
    this.#hash.update(`${words.join(" ")}\n`);
  }

  /** Enters an event in digest and counts. */
  event(kind: string, ...words: readonly (string | number)[]): void {
    this.note(kind, ...words);
    more(this.counts.events, kind);
  }

  answered(type: string, code: string): void {
    this.counts.answers++;
    more(code === "ok" ? this.counts.executed : this.counts.refused, type);
  }

  /** Nothing can be entered afterwards. */
  digest(): string {
    return this.#hash.digest("hex");
  }
}

function more(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
