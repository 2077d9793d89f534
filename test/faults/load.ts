import { EventEmitter, once } from "node:events";
import { setTimeout } from "node:timers/promises";
import { concatBytes } from "../../src/base/bytes.js";
import { isCoded } from "../../src/base/errors.js";
import { createClient } from "../../src/sdk/client.js";
import type { Agency } from "./agency.js";

/** What was answered as sealed. */
export type Acknowledged = { readonly index: number; readonly code: string };

const BATCH = 3;
/** Until whoever was refused, or found nobody, sends again. */
const AGAIN_MS = 100;

/** Citizens of every agency who send all the while, each batch until it is acknowledged. */
export class Load {
  readonly acknowledged = new Map<string, Acknowledged>();
  /** Answers that contradict an earlier one, or name nothing. */
  readonly contradictions: string[] = [];
  readonly #next: () => Promise<Uint8Array>;
  readonly #heard = new EventEmitter();
  readonly #counts = new Map<Agency, number>();
  readonly #loops: Promise<void>[] = [];
  #stopped = false;

  /** @param next a complete envelope that nobody has sent before */
  constructor(next: () => Promise<Uint8Array>) {
    this.#next = next;
    this.#heard.setMaxListeners(0);
  }

  begin(agency: Agency): void {
    this.#counts.set(agency, 0);
    this.#loops.push(this.#send(agency));
  }

  /** Resolves once so many more were acknowledged by each of these. */
  async goesOn(agencies: readonly Agency[], count = 6): Promise<void> {
    const wanted = agencies.map((agency) => [agency, this.#countOf(agency) + count] as const);
    while (wanted.some(([agency, least]) => this.#countOf(agency) < least)) {
      await once(this.#heard, "answer");
    }
  }

  /** Resolves once nothing is under way any more. */
  async end(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#loops);
  }

  #countOf(agency: Agency): number {
    return this.#counts.get(agency) ?? 0;
  }

  async #send(agency: Agency): Promise<void> {
    while (!this.#stopped) {
      const batch = await Promise.all(Array.from({ length: BATCH }, this.#next));
      const body = { type: "application/cbor-seq", bytes: concatBytes(...batch) };
      while (!(await this.#sendOnce(agency, body))) {
        if (this.#stopped) return;
        await setTimeout(AGAIN_MS);
      }
    }
  }

  /** Whether all of it is acknowledged. */
  async #sendOnce(agency: Agency, body: { type: string; bytes: Uint8Array }): Promise<boolean> {
    try {
      const { results } = (await createClient(agency.address).submit({ wait: "sealed" }, body))
        .body;
      if (results === undefined) return false;
      let all = true;
      for (const { id, index, code } of results) {
        if (index === undefined || code === undefined) all = false;
        else this.#acknowledge(agency, id ?? "", { index, code });
      }
      return all;
    } catch (error) {
      if (isCoded(error)) return false;
      throw error;
    }
  }

  #acknowledge(agency: Agency, id: string, answer: Acknowledged): void {
    const before = this.acknowledged.get(id);
    if (before === undefined) {
      this.acknowledged.set(id, answer);
      this.#counts.set(agency, this.#countOf(agency) + 1);
      this.#heard.emit("answer");
    } else if (before.index !== answer.index || before.code !== answer.code) {
      this.contradictions.push(id);
    }
  }
}
