import type { CounterfoilError } from "#src/base/errors.js";
import { LedgerApplication } from "#src/engines/application.js";
import type { Application } from "#src/engines/port.js";
import { SoloEngine, type SoloOptions } from "#src/engines/solo/solo.js";
import { type Admitted, type Orderer, takeIn, type Way } from "#src/engines/way.js";
import { RecordReader } from "#src/ledger/execute.js";
import type { Block } from "#src/ledger/ledger.js";
import type { Reader } from "#src/ledger/module.js";
import { Closers } from "#src/node/closers.js";
import type { AgencySigners } from "#src/node/cosigner.js";
import type { Config, DataDirectory } from "#src/node/data-directory.js";
import { type OpenedLedger, openStores } from "#src/node/open-ledger.js";
import { Publisher } from "#src/node/publisher.js";
import { VerifierPool } from "#src/node/verifier-pool.js";
import type { FileSystem } from "#src/storage/file-system.js";
import type { SeededChance } from "./chance.js";
import type { SimDisk } from "./disk/sim-disk.js";
import type { SimLevel } from "./disk/sim-level.js";
import { witnessed } from "./evidence.js";
import type { VirtualTime } from "./virtual-time.js";

/** What a node runs on, and what outlives it. */
export type Machine = {
  readonly time: VirtualTime;
  readonly disk: SimDisk;
  readonly level: SimLevel;
  readonly segmentBytes: number;
  readonly solo: SoloOptions;
  readonly data: DataDirectory;
  readonly config: Config;
  readonly planted: Planted;
  /** What an engine proves of validators is drawn from it. */
  readonly evidence: SeededChance;
};

/** A bug that is put between real parts, to see whether it is found. */
export type Planted = {
  readonly system?: (system: FileSystem) => FileSystem;
  readonly opened?: (stores: OpenedLedger) => void;
  readonly application?: (application: Application) => Application;
  readonly orderer?: (orderer: Orderer) => Orderer;
};

/** What is told of a node while it runs. */
export type Watch = {
  readonly onPublished: (node: SimNode, block: Block | null) => void;
  readonly onHalt: (error: unknown) => void;
  readonly onRebuild: (reason: CounterfoilError) => void;
};

/** The parts of a real node without server and tables, put together as `node/ledger-node.ts` does. */
export class SimNode {
  readonly stores: OpenedLedger;
  readonly engine: SoloEngine;
  readonly #publisher: Publisher;
  readonly #way: Way;
  readonly #orderer: Orderer;
  readonly #opened: Closers;

  private constructor(
    machine: Machine,
    signers: (reader: Reader) => readonly AgencySigners[],
    stores: OpenedLedger,
    opened: Closers,
    watch: Watch,
  ) {
    const { time, planted, solo } = machine;
    const { ledger, log, record, id } = stores;
    this.stores = stores;
    this.#opened = opened;
    this.#publisher = new Publisher(stores, signers, time.now);
    const verifier = new VerifierPool({ network: id, genesis: null }, 0);
    const application = witnessed(
      new LedgerApplication(ledger, log, record, 0),
      machine.evidence,
      new RecordReader(stores.index),
    );
    this.#way = {
      verify: (bytes, place) => verifier.verify({ bytes, rule: "admission" }, place),
      application: planted.application?.(application) ?? application,
      publish: async (block) => {
        await this.#publisher.publish(block);
        watch.onPublished(this, block);
      },
      now: time.now,
    };
    this.engine = new SoloEngine(this.#way, solo, watch.onHalt, time.after);
    this.#orderer = planted.orderer?.(this.engine) ?? this.engine;
  }

  /** @throws as `openLedger` */
  static async open(
    machine: Machine,
    signers: (reader: Reader) => readonly AgencySigners[],
    watch: Watch,
  ): Promise<SimNode> {
    const { data, config, disk, level, segmentBytes, planted } = machine;
    const opened = new Closers();
    const options = {
      onRecovery: () => {},
      onRebuild: watch.onRebuild,
      onCatchUp: () => {},
      disk: { system: planted.system?.(disk) ?? disk, index: level, segmentBytes },
    };
    try {
      const stores = await openStores(data, config, options, opened);
      planted.opened?.(stores);
      const node = new SimNode(machine, signers, stores, opened, watch);
      await node.#publisher.begin();
      watch.onPublished(node, null);
      return node;
    } catch (error) {
      await opened.close().catch(() => {});
      throw error;
    }
  }

  /** Whether all that came is on record and shown. */
  get quiet(): boolean {
    const { ledger, published } = this.stores;
    return this.engine.waiting === 0 && published.size === ledger.size;
  }

  admit(bytes: Uint8Array): Promise<Admitted> {
    return takeIn(this.#way, this.#orderer, { bytes, place: "" });
  }

  /** As `LedgerNode.stop`. @throws LOG_*, INDEX_*, TILES_*, DISK_* */
  async stop(isHalted: boolean): Promise<void> {
    await this.engine.stop();
    try {
      if (!isHalted) this.#publisher.settle();
    } finally {
      await this.#opened.close();
    }
  }

  /** On an idle network. */
  cosignAfresh(): Promise<void> {
    return this.#publisher.cosignAfresh();
  }
}
