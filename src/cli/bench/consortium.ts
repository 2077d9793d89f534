import { join } from "node:path";
import { concatBytes } from "../../base/bytes.js";
import { fromHex } from "../../base/text.js";
import { createClient } from "../../sdk/client.js";
import { foundLocally } from "../consortium/found.js";
import { LocalDirectory, membersOf } from "../consortium/layout.js";
import { cometBinary } from "../consortium/processes.js";
import { beginAll, endAll } from "../consortium/run.js";
import { addressOf } from "../consortium/standing.js";
import { cliError } from "../errors.js";
import { benchSecrets } from "./country.js";
import { KvStore } from "./kvstore.js";
import { DURABILITY, type Machine, machine, median } from "./machine.js";
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
  readonly ratio: number;
};

const AGENCIES = 4;
const FIRST_PORT = 28_300;
const PER_BODY = 250;
/** From a title's first owner's enrolment to its first sale. */
const STEPS = 4;
/** Transactions that are sent one by one. */
const LONE = 9;

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
    await beginAll(local, comet);
    onProgress("the agencies agree");
    const bare = membersOf(AGENCIES, FIRST_PORT + 500);
    const kvstore = await KvStore.start(join(dir, "kvstore"), bare, comet);
    try {
      return await measure(members.map(addressOf), kvstore, sizes, onProgress);
    } finally {
      await kvstore.stop();
    }
  } finally {
    await endAll(local);
  }
}

async function measure(
  nodes: readonly string[],
  kvstore: KvStore,
  { slices, perSlice }: ConsortiumSizes,
  onProgress: (text: string) => void,
): Promise<ConsortiumBench> {
  const [first = ""] = nodes;
  const { body } = await createClient(first).network({});
  const signing = new Signing(fromHex(body.id), 2);
  const found: { readonly ours: number; readonly theirs: number; readonly bytes: number }[] = [];
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
    // The first slice warms up and is not counted.
    for (let slice = 0; slice <= slices; slice++) {
      await send(nodes, await sign(tasksOf("enrol", perSlice, slice)));
      const transfers = await sign(tasksOf("transfer", perSlice, slice));
      const bytes = median(transfers.map(({ length }) => length));
      const ours = await secondsOf(() => send(nodes, transfers));
      const theirs = await kvstore.seconds(perSlice, bytes);
      if (slice > 0) found.push({ ours, theirs, bytes });
      onProgress(
        `slice ${slice} of ${slices}: ${Math.round(perSlice / ours)} and ${Math.round(perSlice / theirs)} a second`,
      );
    }
    for (const envelope of await sign(tasksOf("enrol", LONE, slices + 1))) {
      lone.push(await secondsOf(() => send(nodes, [envelope])));
    }
  } finally {
    await signing.close();
  }
  return {
    name: "consortium",
    machine: machine(),
    agencies: nodes.length,
    transaction: "land.transfer of a whole title: 6 facts",
    durability: `${DURABILITY}, on each agency`,
    signatures: "three Ed25519 each, checked by each agency",
    slices,
    perSlice,
    envelopeBytes: median(found.map(({ bytes }) => bytes)),
    perSecond: Math.round(perSlice / median(found.map(({ ours }) => ours))),
    kvstorePerSecond: Math.round(perSlice / median(found.map(({ theirs }) => theirs))),
    finalityMs: Math.round(median(lone) * 1000),
    ratio: median(found.map(({ ours, theirs }) => theirs / ours)),
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

async function secondsOf(work: () => Promise<void>): Promise<number> {
  const begin = performance.now();
  await work();
  return (performance.now() - begin) / 1000;
}
