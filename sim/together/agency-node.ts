import { pino } from "pino";
import { LedgerApplication } from "#src/engines/application.js";
import { CometEngine } from "#src/engines/cometbft/engine.js";
import type { Broadcast } from "#src/engines/cometbft/rpc.js";
import type { StartTimer } from "#src/engines/timer.js";
import { type Admitted, takeIn, type Way } from "#src/engines/way.js";
import type { Reader } from "#src/ledger/module.js";
import { Closers } from "#src/node/closers.js";
import { CosignedPublisher } from "#src/node/consortium/cosigned-publisher.js";
import { consortiumDefaults } from "#src/node/consortium/order-together.js";
import type { AgencySigners } from "#src/node/cosigner.js";
import type { Config, DataDirectory } from "#src/node/data-directory.js";
import { type OpenedLedger, openStores } from "#src/node/open-ledger.js";
import { VerifierPool } from "#src/node/verifier-pool.js";
import type { SimDisk } from "../disk/sim-disk.js";
import type { SimLevel } from "../disk/sim-level.js";
import type { Planted } from "../node.js";

/** What one agency's node runs on, and what outlives it. */
export type AgencyMachine = {
  readonly number: number;
  /** Of the agency that it was founded for. */
  readonly agency: string;
  readonly disk: SimDisk;
  readonly level: SimLevel;
  readonly after: StartTimer;
  /** ms since 1970, by a clock that goes wrong by some. */
  readonly now: () => number;
  readonly segmentBytes: number;
  readonly data: DataDirectory;
  readonly config: Config;
  readonly planted: PlantedTogether;
};

/** A bug between the parts of one agency's node. */
export type PlantedTogether = Pick<Planted, "opened" | "application"> & {
  readonly publish?: (publisher: CosignedPublisher, stores: OpenedLedger) => Way["publish"];
};

export type AgencyPorts = {
  readonly broadcast: (bundle: Uint8Array) => Promise<Broadcast>;
  readonly signers: (reader: Reader) => readonly AgencySigners[];
  readonly onPublished: (node: AgencyNode) => void;
  readonly onHalt: (error: unknown) => void;
  /** Another root was signed for one size: nobody lies here, so nobody may. */
  readonly onFork: () => void;
};

const silent = pino({ level: "silent" });

/** Few blocks are made here, so a bundle that is lost is sent again soon. */
const options = {
  ...consortiumDefaults,
  mempool: { transactions: 500, bytes: 4 * 1024 * 1024 },
  outbox: { gatherMs: 5, bundles: 4, resendBlocks: 4, retryMs: 50 },
  proposalEnvelopes: 100,
  keptBlocks: 1000,
};

/** The parts of one agency's node, put together as `node/consortium/order-together.ts` does. */
export class AgencyNode {
  readonly stores: OpenedLedger;
  readonly engine: CometEngine;
  readonly publisher: CosignedPublisher;
  readonly #way: Omit<Way, "publish">;
  readonly #opened: Closers;

  private constructor(
    { now, after, planted }: AgencyMachine,
    stores: OpenedLedger,
    opened: Closers,
    ports: AgencyPorts,
  ) {
    const { id, ledger, log, record, engineHeight } = stores;
    this.stores = stores;
    this.#opened = opened;
    const cosigning = {
      peers: [],
      options: consortiumDefaults.peers,
      logger: silent,
      signers: ports.signers,
      onFork: ports.onFork,
      onHopeless: ports.onHalt,
    };
    this.publisher = new CosignedPublisher(stores, cosigning, now);
    const application = new LedgerApplication(ledger, log, record, engineHeight);
    const verifier = new VerifierPool({ network: id, genesis: null }, 0);
    this.#way = {
      verify: (bytes, place) => verifier.verify({ bytes, rule: "admission" }, place),
      application: planted.application?.(application) ?? application,
      now,
    };
    const publish =
      planted.publish?.(this.publisher, stores) ?? ((block) => this.publisher.publish(block));
    const way: Way = {
      ...this.#way,
      verify: (bytes, place) => verifier.verify({ bytes, rule: "exact" }, place),
      publish: async (block) => {
        await publish(block);
        ports.onPublished(this);
      },
    };
    this.engine = new CometEngine(way, options, ports.broadcast, ports.onHalt, after);
  }

  /** @throws as `openLedger` */
  static async open(machine: AgencyMachine, ports: AgencyPorts): Promise<AgencyNode> {
    const { data, config, disk, level, segmentBytes, planted } = machine;
    const opened = new Closers();
    const quiet = { onRecovery: () => {}, onRebuild: () => {}, onCatchUp: () => {} };
    const on = { system: disk, index: level, segmentBytes };
    const stores = await openStores(data, config, { ...quiet, disk: on }, opened);
    planted.opened?.(stores);
    const node = new AgencyNode(machine, stores, opened, ports);
    await node.publisher.begin();
    node.engine.begin(node.publisher.shown);
    return node;
  }

  /** Of the newest decided block that is executed here. */
  get height(): number {
    return this.engine.info().engineHeight;
  }

  /** Whether all that came is on record and shown. */
  get quiet(): boolean {
    const { ledger, published } = this.stores;
    return this.engine.waiting === 0 && published.size === ledger.size;
  }

  admit(bytes: Uint8Array): Promise<Admitted> {
    return takeIn(this.#way, this.engine, { bytes, place: "" });
  }

  /** As `LedgerNode.stop`. @throws LOG_*, INDEX_*, TILES_*, DISK_* */
  async stop(): Promise<void> {
    this.engine.stop();
    await this.publisher.stop();
    this.publisher.settle();
    await this.#opened.close();
  }
}
