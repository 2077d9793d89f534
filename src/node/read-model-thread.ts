import type { Worker } from "node:worker_threads";
import { codedError } from "../base/errors.js";
import { readModelError } from "../readmodel/errors.js";
import type { Scribe } from "../readmodel/scribe.js";
import type { Answered, Asked, Order } from "./read-model-worker.js";

type Waiting = {
  readonly resolve: (size: number | null) => void;
  readonly reject: (error: unknown) => void;
};

/** Has the tables written in a thread of its own. Once that has ended, nothing more is written. */
export class ReadModelThread implements Scribe {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  readonly #ended: Promise<void>;
  #number = 0;
  #end: Error | null = null;

  constructor(worker: Worker) {
    this.#worker = worker;
    worker.on("message", (answered: Answered) => this.#take(answered));
    worker.on("error", (error: Error) => this.#fail(error));
    this.#ended = new Promise((resolve) => {
      worker.on("exit", (exitCode) => {
        this.#fail(readModelError("READMODEL_FAILED", { exitCode }));
        resolve();
      });
    });
  }

  async write(upTo: number): Promise<number> {
    const size = await this.#order({ kind: "write", upTo });
    if (size === null) throw readModelError("READMODEL_FAILED", { upTo });
    return size;
  }

  async takePlaces(file: Uint8Array | null): Promise<void> {
    await this.#order({ kind: "takePlaces", file });
  }

  async close(): Promise<void> {
    if (this.#end === null) await this.#order({ kind: "close" });
    await this.#ended;
  }

  #order(order: Order): Promise<number | null> {
    if (this.#end !== null) return Promise.reject(this.#end);
    return new Promise((resolve, reject) => {
      const asked: Asked = { number: this.#number++, order };
      this.#waiting.set(asked.number, { resolve, reject });
      this.#worker.postMessage(asked);
    });
  }

  #take({ number, size, trouble }: Answered): void {
    const waiting = this.#waiting.get(number);
    this.#waiting.delete(number);
    if (trouble === null) return waiting?.resolve(size);
    waiting?.reject(codedError(trouble));
  }

  #fail(error: Error): void {
    this.#end ??= error;
    for (const { reject } of this.#waiting.values()) reject(this.#end);
    this.#waiting.clear();
  }
}
