import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { type SignResponse, signAll, type Task } from "./sign-worker.js";

/** Tasks a message. */
const PIECE = 250;

/** Signs on all cores; with no workers in the calling thread. */
export class Signing {
  readonly #network: Uint8Array;
  readonly #workers: Worker[];
  /** Of each worker, when it has answered all that it was sent. */
  readonly #turns: Promise<unknown>[];
  #next = 0;

  constructor(network: Uint8Array, workers: number) {
    this.#network = network;
    this.#workers = Array.from(
      { length: workers },
      () => new Worker(new URL("./sign-worker.js", import.meta.url)),
    );
    this.#turns = this.#workers.map(() => Promise.resolve());
  }

  /** Envelopes in the order of their tasks. @param now ms since 1970 */
  async sign(tasks: readonly Task[], now: number): Promise<Uint8Array[]> {
    const pieces = Array.from({ length: Math.ceil(tasks.length / PIECE) }, (_, i) =>
      this.#piece(tasks.slice(i * PIECE, (i + 1) * PIECE), now),
    );
    return (await Promise.all(pieces)).flatMap(split);
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  #piece(tasks: readonly Task[], now: number): Promise<SignResponse> {
    const request = { network: this.#network, now, tasks };
    const at = this.#next++ % Math.max(1, this.#workers.length);
    const worker = this.#workers[at];
    if (worker === undefined) return Promise.resolve(signAll(request));
    const answer = (this.#turns[at] ?? Promise.resolve()).then(async () => {
      worker.postMessage(request);
      const [response] = (await once(worker, "message")) as [SignResponse];
      return response;
    });
    this.#turns[at] = answer;
    return answer;
  }
}

function split({ bytes, lengths }: SignResponse): Uint8Array[] {
  let end = 0;
  return lengths.map((length) => {
    end += length;
    return bytes.subarray(end - length, end);
  });
}
