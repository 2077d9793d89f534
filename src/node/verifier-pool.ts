import { Worker } from "node:worker_threads";
import { concatBytes } from "../base/bytes.js";
import { codedError } from "../base/errors.js";
import { Turns } from "../base/turns.js";
import type { Transaction } from "../ledger/transaction.js";
import type { Claim } from "../ledger/verify-envelopes.js";
import { nodeError } from "./errors.js";
import {
  acceptedTransaction,
  judgeEnvelopes,
  type Verdict,
  type VerifyAssignment,
  type VerifyRequest,
  type VerifyResponse,
} from "./verify-worker.js";

/**
 * Envelopes a message, and about how many bytes of them: few messages cost little, and a worker is not
 * kept long from the others. Bytes stand for signatures, of which an envelope may bear 64.
 */
const BATCH = { envelopes: 64, bytes: 64 * 1024 };
/** Messages that lie ready for a worker, so that it has work while the calling thread executes a block. */
const AHEAD = 4;

type Job = Claim & {
  readonly resolve: (verdict: Verdict | undefined) => void;
  readonly reject: (error: unknown) => void;
};
/** The jobs of each message that it has not answered, in order. */
type Hand = { readonly worker: Worker; readonly messages: (readonly Job[])[] };

/** Signature checks on all cores. With no workers they run in the calling thread. */
export class VerifierPool {
  readonly #assignment: VerifyAssignment;
  readonly #hands: Hand[] = [];
  /** By the place that sent them: nobody's thousands of envelopes come before another's one. */
  readonly #queue = new Turns<Job>();
  #closed = false;

  constructor(assignment: VerifyAssignment, workers: number) {
    this.#assignment = assignment;
    for (let i = 0; i < workers; i++) this.#hands.push(this.#hire());
  }

  /** Jobs that wait for a worker. */
  get waiting(): number {
    return this.#queue.size;
  }

  /**
   * The transaction when every signature holds by the rule of the claim.
   * @param place where it came from; places take turns
   * @throws CBOR_*, KEY_*, ENVELOPE_*, WEBAUTHN_*
   */
  async verify(claim: Claim, place = ""): Promise<Transaction> {
    const verdict = await this.#judge(claim, place);
    // Fail closed: only what says that it was accepted is.
    if (verdict === undefined) throw nodeError("VERIFY_WORKER");
    if ("found" in verdict) return acceptedTransaction(verdict, claim.bytes);
    throw codedError(verdict);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#hands.map(({ worker }) => worker.terminate()));
  }

  #judge(claim: Claim, place: string): Promise<Verdict | undefined> {
    if (this.#hands.length === 0) {
      return Promise.resolve(judgeEnvelopes([claim], this.#assignment.network, null, null)[0]);
    }
    return new Promise((resolve, reject) => {
      this.#queue.add(place, { ...claim, resolve, reject });
      // What else comes in this turn of the event loop shares the message.
      if (this.#queue.size === 1) setImmediate(() => this.#dispatch());
    });
  }

  /** One message for each in turn. What does not fill one goes only to who would else be idle. */
  #dispatch(): void {
    for (let ahead = 0; ahead < AHEAD; ahead++) {
      const least = ahead === 0 ? 1 : BATCH.envelopes;
      for (const hand of this.#hands) {
        if (this.#queue.size < least) return;
        if (hand.messages.length <= ahead) this.#send(hand);
      }
    }
  }

  #send(hand: Hand): void {
    const jobs = this.#takeBatch();
    hand.messages.push(jobs);
    const joined = concatBytes(...jobs.map(({ bytes }) => bytes));
    const request: VerifyRequest = {
      joined,
      lengths: jobs.map(({ bytes }) => bytes.length),
      rules: jobs.map(({ rule }) => rule),
    };
    hand.worker.postMessage(request, [joined.buffer as ArrayBuffer]);
  }

  #takeBatch(): readonly Job[] {
    const jobs: Job[] = [];
    let bytes = 0;
    while (this.#queue.size > 0 && jobs.length < BATCH.envelopes && bytes < BATCH.bytes) {
      for (const job of this.#queue.take(1)) {
        jobs.push(job);
        bytes += job.bytes.length;
      }
    }
    return jobs;
  }

  #hire(): Hand {
    const script = new URL("./verify-worker.js", import.meta.url);
    const worker = new Worker(script, { workerData: this.#assignment });
    worker.unref();
    const hand: Hand = { worker, messages: [] };
    worker.on("message", ({ verdicts }: VerifyResponse) => {
      const jobs = hand.messages.shift() ?? [];
      for (const [i, job] of jobs.entries()) job.resolve(verdicts[i]);
      this.#dispatch();
    });
    worker.on("error", (error) => this.#lose(hand, error));
    return hand;
  }

  /** A worker that failed answers nobody any more: its jobs fail, another takes its place. */
  #lose(hand: Hand, error: unknown): void {
    for (const job of hand.messages.splice(0).flat()) job.reject(error);
    if (this.#closed) return;
    this.#hands.splice(this.#hands.indexOf(hand), 1, this.#hire());
    this.#dispatch();
  }
}
