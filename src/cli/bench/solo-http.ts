import { LedgerNode, nodeDefaults } from "../../node/ledger-node.js";
import { makeLogger } from "../logger.js";
import { accept } from "./accept.js";
import { ledgerIn } from "./large-ledger.js";
import { DURABILITY, type Machine, machine, median } from "./machine.js";
import { NodeProcess } from "./node-process.js";
import type { Task } from "./sign-worker.js";
import { Signing } from "./signing.js";

export type SoloHttpSizes = { readonly slices: number; readonly perSlice: number };

export type SoloHttpBench = {
  readonly name: "solo-http";
  readonly machine: Machine;
  readonly transaction: string;
  readonly durability: string;
  readonly signatures: string;
  readonly slices: number;
  readonly perSlice: number;
  readonly envelopeBytes: number;
  /** Envelopes in a body; all bodies of a slice are under way at once. */
  readonly perBody: number;
  /** Answered as sealed by a node in a process of its own, a second: median of the slices. */
  readonly perSecond: number;
  /** The same by a node in this process, without HTTP. */
  readonly soloPerSecond: number;
  readonly ratio: number;
};

const PER_BODY = 250;
/** Facts that a title has once it was sold for the first time. */
const FACTS_A_TITLE = 18;

/**
 * What HTTP costs: the same transfers to a node of one's own and to a node in another process, on equal
 * ledgers, in alternating slices. The ledgers are used up, so that none is kept.
 * @param dir where they are made, in directories that are not there yet
 */
export async function benchSoloHttp(
  dir: string,
  sizes: SoloHttpSizes,
  onProgress: (text: string) => void,
): Promise<SoloHttpBench> {
  const ledger = (name: string) => ledgerIn(dir, name, sizes.perSlice * FACTS_A_TITLE, onProgress);
  const own = await LedgerNode.open(await ledger("solo"), makeLogger("error"));
  try {
    const other = await NodeProcess.start(await ledger("solo-http"));
    try {
      return await measure(own, other, sizes, onProgress);
    } finally {
      await other.end("SIGTERM");
    }
  } finally {
    await own.stop();
  }
}

async function measure(
  own: LedgerNode,
  other: NodeProcess,
  { slices, perSlice }: SoloHttpSizes,
  onProgress: (text: string) => void,
): Promise<SoloHttpBench> {
  const signing = new Signing(own.opened.id, nodeDefaults.workers);
  const found: { readonly http: number; readonly solo: number; readonly bytes: number }[] = [];
  try {
    // The first slice warms up and is not counted.
    for (let slice = 0; slice <= slices; slice++) {
      // Both ledgers were founded alike, so that either takes the same envelopes.
      const enrolments = await signing.sign(tasksOf("enrol", perSlice, slice), Date.now());
      const transfers = await signing.sign(tasksOf("transfer", perSlice, slice), Date.now());
      await accept(own, enrolments);
      await send(other, enrolments);
      const solo = await perSecond(transfers, () => accept(own, transfers));
      await own.readModel.caughtUp();
      const http = await perSecond(transfers, () => send(other, transfers));
      if (slice > 0) found.push({ http, solo, bytes: median(transfers.map((t) => t.length)) });
      onProgress(`slice ${slice} of ${slices}`);
    }
  } finally {
    await signing.close();
  }
  return {
    name: "solo-http",
    machine: machine(),
    transaction: "land.transfer of a whole title: 6 facts",
    durability: DURABILITY,
    signatures: `three Ed25519 each, ${nodeDefaults.workers} worker threads`,
    slices,
    perSlice,
    envelopeBytes: median(found.map(({ bytes }) => bytes)),
    perBody: PER_BODY,
    perSecond: Math.round(median(found.map(({ http }) => http))),
    soloPerSecond: Math.round(median(found.map(({ solo }) => solo))),
    ratio: median(found.map(({ http, solo }) => http / solo)),
  };
}

/** Titles have been sold once when a ledger is made. */
const tasksOf = (step: "enrol" | "transfer", count: number, slice: number): Task[] =>
  Array.from({ length: count }, (_, title) => ({ step, title, sale: slice + 2 }));

async function send(node: NodeProcess, envelopes: readonly Uint8Array[]): Promise<void> {
  const bodies = Array.from({ length: Math.ceil(envelopes.length / PER_BODY) }, (_, i) =>
    envelopes.slice(i * PER_BODY, (i + 1) * PER_BODY),
  );
  await Promise.all(bodies.map((body) => node.submit(body, true)));
}

async function perSecond(
  envelopes: readonly Uint8Array[],
  work: () => Promise<void>,
): Promise<number> {
  const begin = performance.now();
  await work();
  return (envelopes.length * 1000) / (performance.now() - begin);
}
