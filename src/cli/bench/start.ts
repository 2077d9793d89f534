import { setTimeout } from "node:timers/promises";
import { fromHex } from "../../base/text.js";
import type { DataDirectory } from "../../node/data-directory.js";
import { type AuditRates, auditRates } from "./audit-rates.js";
import { MOST_SALES } from "./country.js";
import { ledgerIn } from "./large-ledger.js";
import { DURABILITY, type Machine, machine, median } from "./machine.js";
import { metricsOf } from "./metrics.js";
import { NodeProcess } from "./node-process.js";
import type { Task } from "./sign-worker.js";
import { Signing } from "./signing.js";

export type StartSizes = {
  readonly facts: number;
  /** Kills, and audits. */
  readonly slices: number;
};

export type StartBench = {
  readonly name: "start";
  readonly machine: Machine;
  readonly durability: string;
  /** On record when the node was first started. */
  readonly facts: number;
  readonly slices: number;
  /** From the birth of the process to its word that it is ready, after SIGKILL under load: median. */
  readonly readyMs: number;
  readonly longestReadyMs: number;
  readonly audit: AuditRates;
  /** Of the audit: signature checks alone by all that it does. */
  readonly ratio: number;
};

/** Envelopes that a node is to seal while it is killed. */
const LOAD = 1000;
/** How long it has them before it is. */
const MOST_UNDER_LOAD_MS = 200;

/**
 * How soon a node is ready that was killed while it made blocks, and how fast its log is audited.
 * @param dir keeps the ledgers, one directory a size
 */
export async function benchStart(
  dir: string,
  { facts, slices }: StartSizes,
  onProgress: (text: string) => void,
): Promise<StartBench> {
  const kept = (size: number) => ledgerIn(dir, String(size), size, onProgress);
  const ready = await killed(await kept(facts), slices, onProgress);
  const audited = await kept(Math.ceil(facts / 10));
  const audit = await auditRates(audited, slices, onProgress);
  return {
    name: "start",
    machine: machine(),
    durability: DURABILITY,
    facts,
    slices,
    readyMs: Math.round(median(ready)),
    longestReadyMs: Math.round(Math.max(...ready)),
    audit,
    ratio: audit.ratio,
  };
}

/** Milliseconds until it was ready again, for each kill. */
async function killed(
  data: DataDirectory,
  kills: number,
  onProgress: (text: string) => void,
): Promise<number[]> {
  const times: number[] = [];
  const signing = new Signing(fromHex(data.readConfig().id), 0);
  let node = await NodeProcess.start(data);
  await untilTabulated(node, onProgress);
  for (let kill = 1; kill <= kills; kill++) {
    await node.submit(await signing.sign(newcomers(kill), Date.now()), false);
    await setTimeout((MOST_UNDER_LOAD_MS * kill) / kills);
    await node.end("SIGKILL");
    node = await NodeProcess.start(data);
    times.push(node.readyMs);
    onProgress(`ready ${Math.round(node.readyMs)} ms after kill ${kill} of ${kills}`);
  }
  await node.end("SIGTERM");
  return times;
}

/** People enrol who buy nothing: refused where an earlier run has enrolled them, and on record so. */
const newcomers = (kill: number): Task[] =>
  Array.from({ length: LOAD }, (_, i) => ({
    step: "enrol",
    title: kill * LOAD + i,
    sale: MOST_SALES - 1,
  }));

/** A new ledger's read model is made first: it is made once, and not at every start. */
async function untilTabulated(node: NodeProcess, onProgress: (text: string) => void) {
  for (;;) {
    const [lag] = await metricsOf(node.address, ["counterfoil_readmodel_lag_facts"]);
    if (lag === 0) return;
    onProgress(`waiting for the read model: ${lag} facts`);
    await setTimeout(1000);
  }
}
