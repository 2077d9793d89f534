import { join } from "node:path";
import { onTestFinished } from "vitest";
import { changed } from "../../sim/changed.js";
import { toHex } from "../../src/base/text.js";
import { LedgerApplication } from "../../src/engines/application.js";
import { answerOf } from "../../src/engines/cometbft/abci.js";
import { chainIdOf } from "../../src/engines/cometbft/chain-id.js";
import { CometEngine } from "../../src/engines/cometbft/engine.js";
import { AbciServer } from "../../src/engines/cometbft/server.js";
import type { Application } from "../../src/engines/port.js";
import { SoloEngine } from "../../src/engines/solo/solo.js";
import { type Admitted, type Orderer, takeIn, type Way } from "../../src/engines/way.js";
import type { Block, TransactionResult } from "../../src/ledger/ledger.js";
import { decodeTransaction, type Transaction } from "../../src/ledger/transaction.js";
import { verifyEnvelope } from "../../src/ledger/verify-envelope.js";
import { Closers } from "../../src/node/closers.js";
import { DATA_FORMAT, DataDirectory } from "../../src/node/data-directory.js";
import { layFirstBlock } from "../../src/node/found.js";
import { type OpenedLedger, openStores } from "../../src/node/open-ledger.js";
import { nodeFileSystem } from "../../src/storage/file-system.js";
import { type genesisOf, start, TestNetwork } from "../network.js";
import { tempDir } from "../temp-log.js";
import { AbciDriver, noSnapshots } from "./abci-driver.js";

/** An engine that runs, with whatever orders for it. */
type Running = {
  readonly engine: Orderer & { readonly running: boolean; readonly waiting: number };
  readonly stop: () => Promise<void>;
};
type Start = (way: Way, network: Uint8Array, onHalt: (error: unknown) => void) => Promise<Running>;

const mempool = { transactions: 100, bytes: 1_000_000 };

const startSolo: Start = async (way, _, onHalt) => {
  const options = { mempool, blockTransactions: 8, gatherMs: 1 };
  const engine = new SoloEngine(way, options, onHalt);
  return { engine, stop: () => engine.stop() };
};

/** Over its socket, as CometBFT has it. */
const startComet: Start = async (way, network, onHalt) => {
  const outbox = { gatherMs: 1, bundles: 4, resendBlocks: 8, retryMs: 5 };
  const options = { mempool, outbox, proposalEnvelopes: 100, keptBlocks: 1000 };
  const engine: CometEngine = new CometEngine(way, options, (tx) => driver.broadcast(tx), onHalt);
  const chain = chainIdOf(network);
  const server = new AbciServer(answerOf(engine, chain, noSnapshots), (error) =>
    engine.halt(error),
  );
  const path = join(tempDir(), "abci");
  await server.listen(path);
  const driver = await AbciDriver.start(path, chain, way.now);
  return {
    engine,
    stop: async () => {
      engine.stop();
      await driver.stop();
      await server.close();
    },
  };
};

export const engines: readonly (readonly [name: string, start: Start])[] = [
  ["solo", startSolo],
  ["cometbft", startComet],
];

/** What of the way a test does otherwise. */
export type Changes = {
  readonly application?: (real: Application) => Partial<Application>;
  readonly publish?: (block: Block) => Promise<void>;
};

/** The application on a real disk, behind an engine; the clock is the test's. */
export class Bench {
  readonly network: TestNetwork;
  readonly clock = { now: start };
  readonly blocks: Block[] = [];
  readonly halts: unknown[] = [];
  readonly #start: Start;
  readonly #changes: Changes;
  readonly #data = new DataDirectory(tempDir());
  readonly #next: (() => void)[] = [];
  #opened: { stores: OpenedLedger; way: Way; running: Running; closers: Closers } | null = null;

  private constructor(begin: Start, network: TestNetwork, changes: Changes) {
    this.network = network;
    this.#start = begin;
    this.#changes = changes;
  }

  static async open(
    begin: Start,
    genesis: ReturnType<typeof genesisOf>,
    changes: Changes = {},
  ): Promise<Bench> {
    const bench = new Bench(begin, new TestNetwork(genesis), changes);
    bench.#data.create();
    layFirstBlock(bench.#data, bench.network.id, bench.network.founded, nodeFileSystem);
    await bench.reopen();
    onTestFinished(() => bench.close());
    return bench;
  }

  get engine(): Running["engine"] {
    return this.#running.running.engine;
  }

  /** Of the log as it lies on the disk. */
  get leaves(): Uint8Array[] {
    return [...this.#running.stores.log.leaves()].map(({ leaf }) => leaf);
  }

  get info() {
    return this.#running.way.application.info();
  }

  submit(transaction: Transaction): Promise<TransactionResult> {
    return this.engine.submit(transaction);
  }

  admit(bytes: Uint8Array): Promise<Admitted> {
    const { way, running } = this.#running;
    return takeIn(way, running.engine, { bytes, place: "" });
  }

  /** Resolves with the next block that is shown. */
  nextBlock(): Promise<void> {
    return new Promise((resolve) => this.#next.push(resolve));
  }

  /** Stops what runs, and starts again from the disk alone. */
  async reopen(): Promise<void> {
    await this.close();
    const closers = new Closers();
    const quiet = { onRecovery: () => {}, onRebuild: () => {}, onCatchUp: () => {} };
    const id = toHex(this.network.id);
    const config = { format: DATA_FORMAT, network: "demo", id, kind: "node", demo: false } as const;
    const stores = await openStores(this.#data, config, quiet, closers);
    const way = this.#wayOf(stores);
    const running = await this.#start(way, this.network.id, (error) => this.halts.push(error));
    this.#opened = { stores, way, running, closers };
  }

  async close(): Promise<void> {
    const opened = this.#opened;
    this.#opened = null;
    await opened?.running.stop();
    await opened?.closers.close();
  }

  get #running() {
    if (this.#opened === null) throw new TypeError("nothing runs");
    return this.#opened;
  }

  #wayOf({ ledger, log, record, engineHeight }: OpenedLedger): Way {
    const real = new LedgerApplication(ledger, log, record, engineHeight);
    const { application, publish } = this.#changes;
    return {
      verify: async (bytes) => {
        verifyEnvelope(bytes, this.network.id, "exact");
        return decodeTransaction(bytes);
      },
      application: changed(real, application?.(real) ?? {}),
      now: () => this.clock.now,
      publish: async (block) => {
        await publish?.(block);
        this.blocks.push(block);
        for (const wake of this.#next.splice(0)) wake();
      },
    };
  }
}
