import { rmSync } from "node:fs";
import type { Logger } from "pino";
import { parseCheckpoint } from "../../crypto/checkpoint.js";
import { signersOfBoth } from "../../crypto/contradiction.js";
import { parseNote } from "../../crypto/note.js";
import { parseTrustFile } from "../../crypto/trust.js";
import { answerOf } from "../../engines/cometbft/abci.js";
import { chainIdOf } from "../../engines/cometbft/chain-id.js";
import { CometEngine, type CometOptions } from "../../engines/cometbft/engine.js";
import { CometRpc } from "../../engines/cometbft/rpc.js";
import { AbciServer } from "../../engines/cometbft/server.js";
import type { Way } from "../../engines/way.js";
import { keepEvidence } from "../copy/evidence.js";
import type { Config } from "../data-directory.js";
import type { Ordering, OrderingPorts, Together } from "../ordering.js";
import { CosignedPublisher } from "./cosigned-publisher.js";
import { MisbehaviourWatch } from "./misbehaviour-watch.js";
import { offerSnapshots } from "./offer-snapshots.js";
import { ownTrust } from "./own-trust.js";
import type { PeersOptions } from "./peers.js";
import { QuorumWatch, type QuorumWatchOptions, type Watched } from "./quorum-watch.js";
import type { ShelfOptions, SnapshotShelf } from "./snapshot-shelf.js";

export type ConsortiumOptions = CometOptions & {
  readonly peers: PeersOptions;
  readonly quorum: QuorumWatchOptions;
  readonly snapshots: ShelfOptions;
};

export const consortiumDefaults: ConsortiumOptions = {
  mempool: { transactions: 50_000, bytes: 128 * 1024 * 1024 },
  outbox: { gatherMs: 10, bundles: 32, resendBlocks: 8, retryMs: 500 },
  proposalEnvelopes: 2000,
  keptBlocks: 2_000_000,
  peers: { againMs: 1000, patienceMs: 10_000 },
  quorum: { unshownBlocks: 64, silenceMs: 30_000, lookMs: 1000 },
  snapshots: { everyMs: 60_000, kept: 100 },
};

/** The agencies order together, by way of this agency's CometBFT. */
export function orderTogether(
  ports: OrderingPorts,
  { rpc, peers, keptBlocks }: NonNullable<Config["consortium"]>,
  options: ConsortiumOptions,
  logger: Logger,
): Ordering {
  const { opened } = ports;
  const { data, id } = opened;
  const publisher = publisherOf(ports, peers, options, logger, (error) => engine.halt(error));
  const { application } = ports.way;
  const snapshots = offerSnapshots(opened, options.snapshots, {
    application,
    bundle: ports.bundle,
    onDone: async (checkpoint) => {
      await publisher.begin();
      publisher.take(checkpoint);
      const { size, engineHeight } = application.info();
      logger.info({ size, engineHeight }, "began from a snapshot");
      ports.onShown();
    },
  });
  const misbehaviour = new MisbehaviourWatch(logger);
  const way = wayOf(ports, { publisher, snapshots, misbehaviour });
  const comet = new CometRpc(rpc);
  const engine: CometEngine = new CometEngine(
    way,
    { ...options, keptBlocks: keptBlocks ?? options.keptBlocks },
    (bundle) => comet.broadcast(bundle),
    ports.onHalt,
  );
  const running = { engine, publisher, comet, misbehaviour };
  const watch = new QuorumWatch(watchedOf(running), options.quorum);
  const answer = answerOf(engine, chainIdOf(id), snapshots);
  const server = new AbciServer(answer, (error) => engine.halt(error));
  return {
    engine,
    publisher,
    trouble: () => watch.trouble,
    together: togetherOf(running),
    takeCosignatures: (note) => publisher.exchange(note),
    letGo: () => {
      void server.left().then(() => engine.stop());
    },
    begin: async () => {
      engine.begin(publisher.shown);
      // Left by a process that was killed; the directory's lock says that none is there now.
      rmSync(data.abci, { force: true });
      await server.listen(data.abci);
      watch.begin(logger);
    },
    stop: async () => {
      watch.stop();
      await server.close();
      engine.stop();
      await publisher.stop();
    },
  };
}

type Shown = {
  readonly publisher: CosignedPublisher;
  readonly snapshots: Pick<SnapshotShelf, "shown">;
  readonly misbehaviour: MisbehaviourWatch;
};

/** The way of what is decided. No more of a block is kept until it is shown than this names: that may be long. */
function wayOf(ports: OrderingPorts, { publisher, snapshots, misbehaviour }: Shown): Way {
  const { application } = ports.way;
  const { chunkStarts } = ports.opened;
  return {
    ...ports.way,
    // It must be judged alike by all: not by the stricter rule of those who take in.
    verify: ports.verifyExactly,
    publish: (block) => {
      const { engineHeight } = application.info();
      for (const { length } of block.leaves) chunkStarts.push(length);
      misbehaviour.look(block);
      const { size } = block;
      return publisher.publish(block).then(() => {
        snapshots.shown(engineHeight, size);
        ports.onShown();
      });
    },
  };
}

type Running = {
  readonly engine: CometEngine;
  readonly publisher: CosignedPublisher;
  readonly comet: CometRpc;
  readonly misbehaviour: MisbehaviourWatch;
};

function watchedOf({ engine, publisher }: Running): Watched {
  return {
    unshown: () => engine.unshownBlocks,
    silentMs: () => engine.silentMs,
    signs: () => publisher.signs,
  };
}

function togetherOf({ engine, publisher, comet, misbehaviour }: Running): Together {
  return {
    height: () => engine.info().engineHeight,
    silentMs: () => engine.silentMs,
    clockMs: () => engine.clockMs,
    unshown: () => engine.unshownBlocks,
    bundles: () => engine.bundles,
    peers: () => comet.peers().catch(() => 0),
    misbehaviour: () => misbehaviour.count,
    cosigned: () => publisher.cosigned,
  };
}

/** Keeps the evidence of another agency's root; a root of our own that can never be good ends it. */
function publisherOf(
  { opened, signers, way: { now } }: OrderingPorts,
  peers: NonNullable<Config["consortium"]>["peers"],
  options: ConsortiumOptions,
  logger: Logger,
  onHopeless: (error: unknown) => void,
): CosignedPublisher {
  const onFork = (note: string, mine: string | null): void => {
    const trust = parseTrustFile(ownTrust(opened));
    keepEvidence(opened.data, {
      served: { note, checkpoint: parseCheckpoint(parseNote(note).text) },
      mine,
      fork: { index: null, served: null, mine: null },
      signedBoth: mine === null ? [] : signersOfBoth(note, mine, trust),
    });
  };
  const cosigning = { peers, options: options.peers, signers, logger, onFork, onHopeless };
  return new CosignedPublisher(opened, cosigning, now);
}
