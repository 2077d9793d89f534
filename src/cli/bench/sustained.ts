import { setTimeout } from "node:timers/promises";
import { fromHex } from "../../base/text.js";
import { ledgerIn } from "./large-ledger.js";
import { DURABILITY, type Machine, machine, median } from "./machine.js";
import { metricsOf } from "./metrics.js";
import { NodeProcess } from "./node-process.js";
import type { Task } from "./sign-worker.js";
import { Signing } from "./signing.js";

export type SustainedSizes = {
  readonly facts: number;
  readonly seconds: number;
  /** Transactions a second. */
  readonly rate: number;
};

/** Of the node's process, in bytes. */
export type MemorySample = {
  readonly second: number;
  readonly facts: number;
  readonly resident: number;
  readonly heap: number;
  readonly external: number;
  /** Published facts that the read model does not show yet. */
  readonly lagFacts: number;
};

export type SustainedBench = {
  readonly name: "sustained";
  readonly machine: Machine;
  readonly transaction: string;
  readonly durability: string;
  readonly seconds: number;
  /** Asked for, and sealed. */
  readonly rate: number;
  readonly perSecond: number;
  /** From the sending of a body to the answer that all in it is sealed. */
  readonly medianMs: number;
  readonly longestMs: number;
  readonly samples: readonly MemorySample[];
  /** Resident memory of the last tenth by that of the tenth after the first third. */
  readonly ratio: number;
};

/** Bodies a second. */
const BODIES = 20;
const SAMPLE_MS = 5000;
/** Bodies that are signed ahead. */
const AHEAD = 5 * BODIES;

/**
 * A node under an even load for a long time, its memory watched.
 * @param dir where its ledger is made, in a directory that is not there yet
 */
export async function benchSustained(
  dir: string,
  { facts, seconds, rate }: SustainedSizes,
  onProgress: (text: string) => void,
): Promise<SustainedBench> {
  const data = await ledgerIn(dir, "sustained", facts, onProgress);
  const node = await NodeProcess.start(data);
  const signing = new Signing(fromHex(data.readConfig().id), 1);
  try {
    const load = new Load(node, signing, Math.ceil(rate / BODIES));
    const [samples] = await Promise.all([
      watch(node, seconds, onProgress),
      load.run(seconds * BODIES),
    ]);
    return {
      name: "sustained",
      machine: machine(),
      transaction: "identity.enrol, two Ed25519 signatures: 3 facts",
      durability: DURABILITY,
      seconds,
      rate,
      perSecond: Math.round(load.perSecond),
      medianMs: Math.round(median(load.answersMs)),
      longestMs: Math.round(load.answersMs.reduce((most, ms) => Math.max(most, ms), 0)),
      samples,
      ratio: growth(samples),
    };
  } finally {
    await signing.close();
    await node.end("SIGTERM");
  }
}

/** Sends a body each twentieth of a second, whether the last one was answered or not. */
class Load {
  readonly answersMs: number[] = [];
  perSecond = 0;
  readonly #node: NodeProcess;
  readonly #signing: Signing;
  readonly #perBody: number;

  constructor(node: NodeProcess, signing: Signing, perBody: number) {
    this.#node = node;
    this.#signing = signing;
    this.#perBody = perBody;
  }

  async run(bodies: number): Promise<void> {
    const signed = Array.from({ length: Math.min(AHEAD, bodies) }, (_, i) => this.#sign(i));
    const answers: Promise<void>[] = [];
    let failed = false;
    await signed[0];
    const begin = performance.now();
    for (let body = 0; body < bodies && !failed; body++) {
      const envelopes = await signed.shift();
      if (body + AHEAD < bodies) signed.push(this.#sign(body + AHEAD));
      await setTimeout(Math.max(0, begin + (body * 1000) / BODIES - performance.now()));
      const answer = this.#send(envelopes ?? []);
      answer.catch(() => {
        failed = true;
      });
      answers.push(answer);
    }
    await Promise.all(answers);
    this.perSecond = (bodies * this.#perBody * 1000) / (performance.now() - begin);
  }

  /** People who have no title: their numbers lie above those of all who have. */
  #sign(body: number): Promise<Uint8Array[]> {
    const tasks = Array.from(
      { length: this.#perBody },
      (_, i): Task => ({ step: "enrol", title: 2 ** 40 + body * this.#perBody + i, sale: 0 }),
    );
    return this.#signing.sign(tasks, Date.now());
  }

  async #send(envelopes: readonly Uint8Array[]): Promise<void> {
    const begin = performance.now();
    await this.#node.submit(envelopes, true);
    this.answersMs.push(performance.now() - begin);
  }
}

async function watch(
  node: NodeProcess,
  seconds: number,
  onProgress: (text: string) => void,
): Promise<MemorySample[]> {
  const samples: MemorySample[] = [];
  const begin = performance.now();
  for (let at = SAMPLE_MS; at <= seconds * 1000; at += SAMPLE_MS) {
    await setTimeout(Math.max(0, begin + at - performance.now()));
    const [facts, resident, heap, external, lagFacts] = await metricsOf(node.address, [
      "counterfoil_log_size",
      "process_resident_memory_bytes",
      "nodejs_heap_size_used_bytes",
      "nodejs_external_memory_bytes",
      "counterfoil_readmodel_lag_facts",
    ]);
    const second = Math.round((performance.now() - begin) / 1000);
    const sample = { second, facts, resident, heap, external, lagFacts };
    samples.push(sample);
    onProgress(JSON.stringify(sample));
  }
  return samples;
}

function growth(samples: readonly MemorySample[]): number {
  const [third, tenth] = [Math.floor(samples.length / 3), Math.max(1, samples.length / 10)];
  const resident = (part: readonly MemorySample[]) => median(part.map((each) => each.resident));
  return resident(samples.slice(-tenth)) / resident(samples.slice(third, third + tenth));
}
