import type { Outcome } from "./options.js";

/** What several runs came to, in one line. */
export class Tally {
  #runs = 0;
  #broken = 0;
  #blocks = 0;
  #answers = 0;
  readonly #events = new Map<string, number>();
  readonly #begin = process.cpuUsage();

  add({ counts, violation }: Outcome): void {
    this.#runs++;
    if (violation !== null) this.#broken++;
    this.#blocks += counts.blocks;
    this.#answers += counts.answers;
    for (const [kind, count] of counts.events) {
      this.#events.set(kind, (this.#events.get(kind) ?? 0) + count);
    }
  }

  line(): string {
    const { user, system } = process.cpuUsage(this.#begin);
    const seconds = Math.round((user + system) / 1_000_000);
    const events = [...this.#events]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([kind, count]) => `${kind} ${count}`);
    const sums = `${this.#runs} runs, ${this.#blocks} blocks, ${this.#answers} answers`;
    return `${sums}, ${this.#broken} broken; ${events.join(", ")}; ${seconds} s of processor time`;
  }
}
