import { rmSync } from "node:fs";
import type { Logger } from "pino";
import { parseCheckpoint } from "../../crypto/checkpoint.js";
import { parseNote } from "../../crypto/note.js";
import { answerOf } from "../../engines/cometbft/abci.js";
import { chainIdOf } from "../../engines/cometbft/chain-id.js";
import { CometEngine, type CometOptions } from "../../engines/cometbft/engine.js";
import { CometRpc } from "../../engines/cometbft/rpc.js";
import { AbciServer } from "../../engines/cometbft/server.js";
import type { Block } from "../../ledger/ledger.js";
import { keepEvidence } from "../copy/evidence.js";
import type { Config } from "../data-directory.js";
import type { Ordering, OrderingPorts } from "../ordering.js";
import { VerifierPool } from "../verifier-pool.js";
import { CosignedPublisher } from "./cosigned-publisher.js";
import type { PeersOptions } from "./peers.js";

export type ConsortiumOptions = CometOptions & { readonly peers: PeersOptions };

export const consortiumDefaults: ConsortiumOptions = {
  mempool: { transactions: 50_000, bytes: 128 * 1024 * 1024 },
  outbox: { gatherMs: 10, bundles: 32, resendBlocks: 8, retryMs: 500 },
  proposalEnvelopes: 2000,
  peers: { againMs: 1000, patienceMs: 10_000 },
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
  const way = {
    ...ports.way,
    verify: (bytes: Uint8Array, place: string) => exact.verify(bytes, place),
    publish: async (block: Block) => {
      await publisher.publish(block);
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
  const server = new AbciServer(answerOf(engine, chainIdOf(id)), (error) => engine.halt(error));
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
