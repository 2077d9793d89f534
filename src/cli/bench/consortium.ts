import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { concatBytes } from "../../base/bytes.js";
import { fromHex } from "../../base/text.js";
import { createClient } from "../../sdk/client.js";
import { foundLocally } from "../consortium/found.js";
import { LocalDirectory, membersOf } from "../consortium/layout.js";
import { cometBinary, type Kind, runningPid } from "../consortium/processes.js";
import { beginAll, endAll } from "../consortium/run.js";
import { addressOf } from "../consortium/standing.js";
import { cliError } from "../errors.js";
import { benchSecrets } from "./country.js";
import { KvStore } from "./kvstore.js";
import { DURABILITY, type Machine, machine, median } from "./machine.js";
import { metricsOf } from "./metrics.js";
import { processorSeconds } from "./processor-time.js";
import type { Task } from "./sign-worker.js";
import { Signing } from "./signing.js";

export type ConsortiumSizes = { readonly slices: number; readonly perSlice: number };

export type ConsortiumBench = {
  readonly name: "consortium";
  readonly machine: Machine;
  readonly agencies: number;
  readonly transaction: string;
  readonly durability: string;
  readonly signatures: string;
  readonly slices: number;
  readonly perSlice: number;
  readonly envelopeBytes: number;
  /** Final, durable and shown under a quorum's signatures, through all agencies: median of the slices. */
  readonly perSecond: number;
  /** Transactions of the same size in blocks of bare CometBFT with `kvstore`, as many validators. */
  readonly kvstorePerSecond: number;
  /** One alone on an idle network, from its sending until it is shown under a quorum's signatures. */
  readonly finalityMs: number;
  /** Time of processors, all agencies together, µs a transaction; what read models take later is not in it. */
  readonly processorMicros: {
    readonly node: number;
    readonly cometbft: number;
    readonly kvstore: number;
  };
  readonly ratio: number;
};

type Slice = {
  readonly bytes: number;
  readonly ours: Spent;
  readonly theirs: Spent;
};

const AGENCIES = 4;
const FIRST_PORT = 28_300;
const PER_BODY = 250;
/** From a title's first owner's enrolment to its first sale. */
const STEPS = 4;
/**
 * Slices that are not counted: each of a node's threads compiles its functions anew, so that a program
 * that has run for seconds takes more of the processors than one that has run for a day.
 */
const WARM_UP = 3;
/** Transactions that are sent one by one. */
const LONE = 9;
const LOOK_MS = 50;

/**
 * Land transfers through four agencies on this machine, beside bare CometBFT, in alternating slices.
 * @param dir where both lie
 * @throws CLI_COMETBFT, CLI_CONSORTIUM_READY, CLI_BENCH
 */
export async function benchConsortium(
  dir: string,
  sizes: ConsortiumSizes,
  onProgress: (text: string) => void,
): Promise<ConsortiumBench> {
  const comet = cometBinary();
  const members = membersOf(AGENCIES, FIRST_PORT);
  const local = new LocalDirectory(join(dir, "consortium"));
  foundLocally(local, members, { network: "bench", time: Date.now(), secrets: benchSecrets });
  try {
    await beginAll(local, { comet, outlive: false });
    onProgress("the agencies agree");
    const bare = membersOf(AGENCIES, FIRST_PORT + 500);
    const kvstore = await KvStore.start(join(dir, "kvstore"), bare, comet);
    try {
      const pids = (kind: Kind) => members.map((member) => runningPid(local, member, kind) ?? 0);
      const ours = {
        nodes: members.map(addressOf),
        pids: [pids("node"), pids("cometbft")],
      } as const;
      return await measure(ours, kvstore, sizes, onProgress);
    } finally {
      await kvstore.stop();
    }
  } finally {
    await endAll(local);
  }
}

type Ours = {
  readonly nodes: readonly string[];
  readonly pids: readonly [node: readonly number[], cometbft: readonly number[]];
};

async function measure(
  { nodes, pids }: Ours,
  kvstore: KvStore,
  { slices, perSlice }: ConsortiumSizes,
  onProgress: (text: string) => void,
): Promise<ConsortiumBench> {
  const [first = ""] = nodes;
  const { body } = await createClient(first).network({});
  const signing = new Signing(fromHex(body.id), 2);
  const found: Slice[] = [];
  const sign = (tasks: readonly Task[]) => signing.sign(tasks, Date.now());
  const lone: number[] = [];
  try {
    const begun = await sign(tasksOf("begin", perSlice, 0));
    // Each step rests on the one before, which another agency may have taken.
    for (let step = 0; step < STEPS; step++) {
      await send(
        nodes,
        begun.filter((_, i) => i % STEPS === step),
      );
    }
    onProgress(`${perSlice} titles are registered`);
    for (let slice = 0; slice < WARM_UP + slices; slice++) {
      await send(nodes, await sign(tasksOf("enrol", perSlice, slice)));
      const transfers = await sign(tasksOf("transfer", perSlice, slice));
      const bytes = median(transfers.map(({ length }) => length));
      await readModelsFollow(nodes);
      const ours = await spent(pids, () => send(nodes, transfers));
      await readModelsFollow(nodes);
      const theirs = await spent([kvstore.pids], () => kvstore.take(perSlice, bytes));
      if (slice >= WARM_UP) found.push({ bytes, ours, theirs });
      const rate = ({ seconds }: Spent) => Math.round(perSlice / seconds);
      const at = slice < WARM_UP ? "warming up" : `slice ${slice - WARM_UP + 1} of ${slices}`;
      onProgress(`${at}: ${rate(ours)} and ${rate(theirs)} a second`);
    }
    for (const envelope of await sign(tasksOf("enrol", LONE, WARM_UP + slices))) {
      lone.push((await spent([], () => send(nodes, [envelope]))).seconds);
    }
  } finally {
    await signing.close();
  }
  const middle = (of: (slice: Slice) => number) => median(found.map(of));
  const micros = (of: (slice: Slice) => number) => Math.round((middle(of) / perSlice) * 1e6);
  return {
    name: "consortium",
    machine: machine(),
    agencies: nodes.length,
    transaction: "land.transfer of a whole title: 6 facts",
    durability: `${DURABILITY}, on each agency`,
    signatures: "three Ed25519 each, checked by each agency",
    slices,
    perSlice,
    envelopeBytes: middle(({ bytes }) => bytes),
    perSecond: Math.round(perSlice / middle(({ ours }) => ours.seconds)),
    kvstorePerSecond: Math.round(perSlice / middle(({ theirs }) => theirs.seconds)),
    finalityMs: Math.round(median(lone) * 1000),
    processorMicros: {
      node: micros(({ ours }) => ours.processor[0] ?? 0),
      cometbft: micros(({ ours }) => ours.processor[1] ?? 0),
      kvstore: micros(({ theirs }) => theirs.processor[0] ?? 0),
    },
    ratio: middle(({ ours, theirs }) => theirs.seconds / ours.seconds),
  };
}

const tasksOf = (step: "begin" | "enrol" | "transfer", count: number, slice: number): Task[] =>
  Array.from({ length: count }, (_, title) =>
    step === "begin" ? { step, title } : { step, title, sale: slice + 2 },
  );

/** All at once, in bodies that go to the agencies in turn; until all are shown. @throws CLI_BENCH */
async function send(nodes: readonly string[], envelopes: readonly Uint8Array[]): Promise<void> {
  const bodies = Array.from({ length: Math.ceil(envelopes.length / PER_BODY) }, (_, i) =>
    envelopes.slice(i * PER_BODY, (i + 1) * PER_BODY),
  );
  await Promise.all(
    bodies.map(async (some, i) => {
      const client = createClient(nodes[i % nodes.length] ?? "");
      const body = { type: "application/cbor-seq", bytes: concatBytes(...some) };
      const answer = await client.submit({ wait: "sealed" }, body);
      const refused = answer.body.results?.find(({ code }) => code !== "ok");
      if (refused !== undefined) throw cliError("CLI_BENCH", { what: refused.code });
    }),
  );
}

/** What they have left to write would else take from the next who is measured. */
async function readModelsFollow(nodes: readonly string[]): Promise<void> {
  for (const node of nodes) {
    while ((await metricsOf(node, ["counterfoil_readmodel_lag_facts"]))[0] > 0) {
      await setTimeout(LOOK_MS);
    }
  }
}

/** By the clock, and of processors by each group of processes, in seconds. */
type Spent = { readonly seconds: number; readonly processor: readonly number[] };

async function spent(
  groups: readonly (readonly number[])[],
  work: () => Promise<void>,
): Promise<Spent> {
  const before = groups.map(processorSeconds);
  const begin = performance.now();
  await work();
  const seconds = (performance.now() - begin) / 1000;
  const processor = groups.map((pids, i) => processorSeconds(pids) - (before[i] ?? 0));
  return { seconds, processor };
}
