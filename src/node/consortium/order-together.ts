import { rmSync } from "node:fs";
import type { Logger } from "pino";
import { parseCheckpoint } from "../../crypto/checkpoint.js";
import { parseNote } from "../../crypto/note.js";
import { rootOf } from "../../crypto/prove-tree.js";
import { answerOf } from "../../engines/cometbft/abci.js";
import { chainIdOf } from "../../engines/cometbft/chain-id.js";
import { CometEngine, type CometOptions } from "../../engines/cometbft/engine.js";
import { CometRpc } from "../../engines/cometbft/rpc.js";
import { AbciServer } from "../../engines/cometbft/server.js";
import type { Snapshots } from "../../engines/port.js";
import type { Block } from "../../ledger/ledger.js";
import { keepEvidence } from "../copy/evidence.js";
import type { Config } from "../data-directory.js";
import type { Ordering, OrderingPorts } from "../ordering.js";
import { trustText } from "../trust-text.js";
import { VerifierPool } from "../verifier-pool.js";
import { CosignedPublisher } from "./cosigned-publisher.js";
import type { PeersOptions } from "./peers.js";
import { type ShelfOptions, SnapshotShelf } from "./snapshot-shelf.js";
import { StateSync } from "./state-sync.js";

export type ConsortiumOptions = CometOptions & {
  readonly peers: PeersOptions;
  readonly snapshots: ShelfOptions;
};

export const consortiumDefaults: ConsortiumOptions = {
  mempool: { transactions: 50_000, bytes: 128 * 1024 * 1024 },
  outbox: { gatherMs: 10, bundles: 32, resendBlocks: 8, retryMs: 500 },
  proposalEnvelopes: 2000,
  peers: { againMs: 1000, patienceMs: 10_000 },
  snapshots: { everyMs: 60_000, kept: 100 },
};

/** The agencies order together, by way of this agency's CometBFT. */
export function orderTogether(
  ports: OrderingPorts,
  { rpc, peers }: NonNullable<Config["consortium"]>,
  options: ConsortiumOptions & { readonly workers: number },
  logger: Logger,
): Ordering {
  const { opened } = ports;
  const { data, log, id } = opened;
  const sizeAtStart = log.size;
  // What is decided must be judged alike by all: not by the stricter rule of those who take in.
  const exact = new VerifierPool(
    { network: id, rule: "exact", genesis: log.readLeaf(0) },
    options.workers,
  );
  const publisher = new CosignedPublisher(
    opened,
    {
      peers,
      options: options.peers,
      signers: ports.signers,
      logger,
      onFork: (note) => {
        keepEvidence(data, {
          served: { note, checkpoint: parseCheckpoint(parseNote(note).text) },
          mine: publisher.own,
          fork: { index: null, served: null, mine: null },
          signedBoth: [],
        });
      },
      onHopeless: (error) => engine.halt(error),
    },
    ports.way.now,
  );
  const { application } = ports.way;
  const shelf = new SnapshotShelf(opened, options.snapshots, ports.bundle);
  const sync = new StateSync(opened, {
    application,
    trust: () => {
      const rootAt = (size: number) => rootOf(size, (level, at) => opened.tiles.node(level, at));
      return trustText(opened.index, { name: opened.config.network, id }, rootAt);
    },
    onDone: async (checkpoint) => {
      await publisher.begin();
      publisher.take(checkpoint);
      ports.onShown();
    },
  });
  const way = {
    ...ports.way,
    verify: (bytes: Uint8Array, place: string) => exact.verify(bytes, place),
    publish: async (block: Block) => {
      const { engineHeight } = application.info();
      for (const { length } of block.leaves) opened.chunkStarts.push(length);
      await publisher.publish(block);
      shelf.shown(engineHeight, block.size);
      ports.onShown();
    },
  };
  const comet = new CometRpc(rpc);
  const engine: CometEngine = new CometEngine(
    way,
    options,
    (bundle) => comet.broadcast(bundle),
    ports.onHalt,
  );
  const snapshots: Snapshots = {
    list: () => {
      // Of an idle network that was started anew.
      shelf.shown(opened.engineHeight, sizeAtStart);
      return shelf.list();
    },
    chunk: (height, index) => shelf.chunk(height, index),
    offer: (snapshot, hash) => sync.offer(snapshot, hash),
    apply: (index, chunk) => sync.apply(index, chunk),
  };
  const answer = answerOf(engine, chainIdOf(id), snapshots);
  const server = new AbciServer(answer, (error) => engine.halt(error));
  return {
    engine,
    publisher,
    takeCosignatures: (note) => {
      publisher.take(note);
      return publisher.own ?? "";
    },
    begin: async () => {
      // Left by a process that was killed; the directory's lock says that none is there now.
      rmSync(data.abci, { force: true });
      await server.listen(data.abci);
    },
    stop: async () => {
      await server.close();
      engine.stop();
      await publisher.stop();
      await exact.close();
    },
  };
}
