import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { decodeEnvelope, sigStructure } from "../../ledger/envelope.js";
import { cliError } from "../errors.js";
import type { Check } from "./ceiling-worker.js";

/**
 * The limit that signatures set: each checked by itself with sodium-native, on as many threads as
 * the node uses, what is checked lying ready in each.
 */
export class Ceiling {
  readonly #workers: readonly Worker[];

  constructor(workers: number) {
    this.#workers = Array.from(
      { length: workers },
      () => new Worker(new URL("./ceiling-worker.js", import.meta.url)),
    );
  }

  /** Envelopes a second whose signatures can be checked. */
  async perSecond(envelopes: readonly Uint8Array[]): Promise<number> {
    const checks = envelopes.flatMap(checksOf);
    const share = Math.ceil(checks.length / this.#workers.length);
    await this.#all((i) => checks.slice(i * share, (i + 1) * share));
    const begin = performance.now();
    await this.#all(() => "go");
    return (envelopes.length * 1000) / (performance.now() - begin);
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  async #all(message: (i: number) => readonly Check[] | "go"): Promise<void> {
    const answers = this.#workers.map((worker, i) => {
      const answer = once(worker, "message");
      worker.postMessage(message(i));
      return answer;
    });
    for (const [held] of await Promise.all(answers)) {
      if (held !== true) throw cliError("CLI_BENCH", { what: "signatures" });
    }
  }
}

/** What an envelope's signatures need to be checked. */
export function checksOf(bytes: Uint8Array): Check[] {
  const { signatures, payloadBytes } = decodeEnvelope(bytes);
  return signatures.map(({ key, header, signature }) => [
    key.x.slice(),
    sigStructure(header, payloadBytes),
    signature.slice(),
  ]);
}
