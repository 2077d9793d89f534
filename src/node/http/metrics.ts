import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { LedgerNode } from "../ledger-node.js";
import { addConsortiumMetrics } from "./consortium-metrics.js";
import type { Intake } from "./intake.js";

/** From a page out of memory to a block that waits for a slow disk, in seconds. */
const DURATIONS = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5];

/** What `/metrics` shows (docs/reference/metrics.md). Labels are of bounded variety: codes, routes. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #transactions: Counter;
  readonly #requests: Histogram;

  constructor(node: LedgerNode, intake: Intake) {
    const registers = [this.#registry];
    collectDefaultMetrics({ register: this.#registry });
    this.#transactions = new Counter({
      name: "counterfoil_transactions_total",
      help: "Envelopes that were sent, by the code of the answer.",
      labelNames: ["code"],
      registers,
    });
    this.#requests = new Histogram({
      name: "counterfoil_http_request_seconds",
      help: "Time from request to answer.",
      labelNames: ["method", "route", "status"],
      buckets: DURATIONS,
      registers,
    });
    for (const [name, [help, read]] of Object.entries(gauges(node, intake))) {
      const gauge: Gauge = new Gauge({
        name: `counterfoil_${name}`,
        help,
        registers,
        collect: () => gauge.set(read()),
      });
    }
    if (node.together !== null) addConsortiumMetrics(this.#registry, node.together);
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }

  submitted(code: string): void {
    this.#transactions.inc({ code });
  }

  answered(method: string, route: string, status: number, seconds: number): void {
    this.#requests.observe({ method, route, status }, seconds);
  }
}

type ReadGauge = readonly [help: string, read: () => number];

function gauges(node: LedgerNode, intake: Intake): Readonly<Record<string, ReadGauge>> {
  const { published, index, log } = node.opened;
  return {
    log_size: ["Facts in the published log.", () => published.size],
    log_height: ["Height of the newest published block.", () => published.height],
    log_blocks: ["Published blocks.", () => published.height + 1],
    log_bytes: ["Bytes of the log's segments.", () => log.byteLength],
    seal_time_seconds: [
      "Time of the newest seal, since 1970.",
      () => (published.publication?.time ?? 0) / 1000,
    ],
    waiting_transactions: ["Verified, waiting for a block.", () => node.waiting.transactions],
    waiting_signatures: [
      "Envelopes whose signatures are to be checked.",
      () => node.waiting.signatures,
    ],
    waiting_index_entries: ["Entries that the state index has yet to write.", () => index.backlog],
    readmodel_lag_facts: [
      "Published facts that the read model does not show yet.",
      () => node.readModel.lag(Date.now()).facts,
    ],
    readmodel_lag_seconds: [
      "Age of the first block that the read model does not show yet.",
      () => node.readModel.lag(Date.now()).ms / 1000,
    ],
    intake_bytes: ["Bytes of bodies that are not verified yet.", () => intake.bytes],
    accepts: ["1 while the node takes transactions.", () => (node.accepts ? 1 : 0)],
  };
}
