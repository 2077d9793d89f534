import { availableParallelism } from "node:os";
import type { Logger } from "pino";
import type { CounterfoilError } from "../base/errors.js";
import { rootOf } from "../crypto/prove-tree.js";
import { LedgerApplication } from "../engines/application.js";
import { engineError } from "../engines/errors.js";
import type { SoloOptions } from "../engines/solo/solo.js";
import { type Admitted, takeIn } from "../engines/way.js";
import type { Envelope } from "../ledger/envelope.js";
import { RecordReader } from "../ledger/execute.js";
import { decodeFact, type Fact, isTombstone } from "../ledger/fact.js";
import type { TransactionResult } from "../ledger/ledger.js";
import type { Reader } from "../ledger/module.js";
import { proveError, sizeAt, type Version } from "../ledger/prove.js";
import { signatoriesOf } from "../ledger/transaction.js";
import type { ReadModel } from "../readmodel/read-model.js";
import { Closers } from "./closers.js";
import { ClosingBundle } from "./closing-bundle.js";
import { bundlesOf } from "./consortium/bundles-of.js";
import { consortiumDefaults, orderTogether } from "./consortium/order-together.js";
import type { AgencySigners } from "./cosigner.js";
import type { DataDirectory } from "./data-directory.js";
import { nodeError } from "./errors.js";
import { makeReceipt } from "./make-receipt.js";
import { obstacleOf } from "./obstacle.js";
import { type OpenedLedger, openLedger } from "./open-ledger.js";
import { type Ordering, type OrderingPorts, orderAlone, type Together } from "./ordering.js";
import { followPlaces } from "./places.js";
import { PublishedState } from "./published-state.js";
import { openReadModel } from "./read-model.js";
import { Signers } from "./signers.js";
import { trustText } from "./trust-text.js";
import { VerifierPool } from "./verifier-pool.js";
import { VersionFinder } from "./version-finder.js";

export type NodeOptions = {
  readonly solo: SoloOptions;
  /** Threads that check signatures; with 0 all is done in the main one, the read model's writing too. */
  readonly workers: number;
  /** How often an idle network's checkpoint is cosigned afresh, ms. */
  readonly refreshMs: number;
  readonly now: () => number;
};

export const nodeDefaults: NodeOptions = {
  solo: {
    mempool: { transactions: 50_000, bytes: 128 * 1024 * 1024 },
    blockTransactions: 1000,
    gatherMs: 10,
  },
  workers: availableParallelism(),
  refreshMs: 600_000,
  now: Date.now,
};

type Opened = {
  readonly opened: OpenedLedger;
  readonly readModel: ReadModel;
  readonly stores: Closers;
};

/** One agency's node; in a demonstration, several agencies'. */
export class LedgerNode {
  readonly opened: OpenedLedger;
  /** What people search and list; behind the published log by what its lag says. */
  readonly readModel: ReadModel;
  /** How the agencies of the first day became today's. */
  readonly closings = new ClosingBundle(this, () =>
    bundlesOf(this.opened.config.consortium?.peers ?? []),
  );
  readonly #signers: Signers;
  readonly #stores: Closers;
  readonly #logger: Logger;
  readonly #options: NodeOptions;
  readonly #verifier: VerifierPool;
  readonly #versions: VersionFinder;
  readonly #way: OrderingPorts["way"];
  readonly #ordering: Ordering | null;
  readonly #obstacle: CounterfoilError | null;
  #refresh: ReturnType<typeof setInterval> | null = null;
  #halted: unknown = null;

  private constructor({ opened, readModel, stores }: Opened, logger: Logger, options: NodeOptions) {
    const { ledger, log, record, id, engineHeight, config } = opened;
    this.opened = opened;
    this.readModel = readModel;
    this.#stores = stores;
    this.#logger = logger;
    this.#options = options;
    this.#signers = new Signers(opened.data);
    // Before any thread is hired: a key that others can read ends it here.
    this.#obstacle = obstacleOf(opened, this.agencies);
    this.#verifier = new VerifierPool({ network: id, genesis: log.readLeaf(0) }, options.workers);
    this.#versions = new VersionFinder(opened.published);
    this.#way = {
      verify: (bytes, place) => this.#verifier.verify({ bytes, rule: "admission" }, place),
      application: new LedgerApplication(ledger, log, record, engineHeight),
      now: options.now,
    };
    const ports = {
      opened,
      signers: (reader: Reader) => this.#signers.now(reader),
      way: this.#way,
      verifyExactly: (bytes: Uint8Array, place: string) =>
        this.#verifier.verify({ bytes, rule: "exact" }, place),
      onShown: () => this.readModel.follow(),
      onHalt: (error: unknown) => this.#halt(error),
      bundle: () => this.closings.bytes(),
    };
    if (this.#obstacle !== null) this.#ordering = null;
    else if (config.consortium === undefined) this.#ordering = orderAlone(ports, options.solo);
    else this.#ordering = orderTogether(ports, config.consortium, consortiumDefaults, logger);
  }

  /** @throws as `openLedger`; a log behind its record opens read-only instead */
  static async open(
    data: DataDirectory,
    logger: Logger,
    options: NodeOptions = nodeDefaults,
  ): Promise<LedgerNode> {
    const onRebuild = ({ code, facts }: CounterfoilError) =>
      logger.warn({ code, facts }, "a derived store is made anew from the log");
    const opened = await openLedger(data, {
      onRecovery: (recovery) => logger.warn(recovery, "a torn tail of the log was cut"),
      onRebuild,
      onCatchUp: (from, to) => logger.info({ from, to }, "bringing the index up to the log"),
    });
    const stores = new Closers();
    stores.add(() => opened.close());
    try {
      const readModel = openReadModel(opened, options.workers > 0, {
        onRebuild,
        onFailure: (error) => logger.error(error, "the read model has stopped"),
      });
      stores.add(() => readModel.close());
      const { stop } = followPlaces(data.places, readModel, (error) =>
        logger.warn(error, "the address register was passed over"),
      );
      stores.add(stop);
      const node = new LedgerNode({ opened, readModel, stores }, logger, options);
      await node.#begin();
      return node;
    } catch (error) {
      await stores.close();
      throw error;
    }
  }

  /** Whose keys this node signs with. */
  get agencies(): readonly AgencySigners[] {
    return this.#signers.now(new RecordReader(this.opened.index));
  }

  /** Whether transactions are accepted. */
  get accepts(): boolean {
    return this.trouble === null;
  }

  /** Why none are; null while they are. */
  get trouble(): CounterfoilError | null {
    if (this.#ordering === null) return this.#obstacle ?? nodeError("NODE_READ_ONLY");
    if (this.#ordering.engine.running) return this.#ordering.trouble();
    return engineError(this.#halted === null ? "ENGINE_STOPPING" : "ENGINE_HALTED");
  }

  /** How it gets on with the other agencies; null of a node that orders alone, or only reads. */
  get together(): Together | null {
    return this.#ordering?.together ?? null;
  }

  get waiting(): { readonly signatures: number; readonly transactions: number } {
    return {
      signatures: this.#verifier.waiting,
      transactions: this.#ordering?.engine.waiting ?? 0,
    };
  }

  get reader(): Reader {
    return new RecordReader(this.#publishedState);
  }

  /**
   * Verifies an envelope and lets it wait for a block. `result` is there at once for one that is on
   * record; otherwise `sealed` gives it once the block is durable and published.
   * @param place where it came from: until the signature is checked the sender is a claim
   * @throws CBOR_*, KEY_*, ENVELOPE_*, WEBAUTHN_*, ADMIT_*, TX_*, ENGINE_*, NODE_READ_ONLY
   */
  async admit(bytes: Uint8Array, place = ""): Promise<Admitted> {
    const engine = this.#ordering?.engine;
    const { trouble } = this;
    if (engine === undefined || trouble !== null) throw trouble ?? nodeError("NODE_READ_ONLY");
    return takeIn(this.#way, engine, { bytes, place });
  }

  /**
   * Takes what another agency has signed; answers with what this one has.
   * @throws NOTE_*, CHECKPOINT_*, COSIGNATURE_*, COSIGN_*, NODE_ALONE
   */
  takeCosignatures(note: string): string {
    const take = this.#ordering?.takeCosignatures ?? null;
    if (take === null) throw nodeError("NODE_ALONE");
    return take(note);
  }

  /** Whether one of those who have signed is somebody on the published ledger. */
  admits(envelope: Envelope): boolean {
    return this.opened.ledger.modules.admits(this.reader, signatoriesOf(envelope));
  }

  /** Verifies, orders, executes; resolves once the transaction's block is durable and published. */
  async submit(bytes: Uint8Array): Promise<TransactionResult> {
    const { sealed } = await this.admit(bytes);
    return sealed;
  }

  /** The newest published fact of a key. @throws PROVE_UNKNOWN */
  newest(key: string): Fact {
    const fact = this.find(key);
    if (fact === null) throw proveError("PROVE_UNKNOWN", { key });
    return fact;
  }

  /** The newest published fact of a key; null where there is none. */
  find(key: string): Fact | null {
    const { published, index, log } = this.opened;
    let at = index.get(key)?.index ?? null;
    while (at !== null) {
      const fact = decodeFact(at, log.readLeaf(at));
      if (isTombstone(fact)) break;
      if (at < published.size) return fact;
      at = fact.supersedes;
    }
    return null;
  }

  /**
   * The fact of a key that was the newest when the published log had that many facts.
   * @throws PROVE_UNKNOWN, PROVE_NOT_YET, PROVE_STRUCK, PROVE_FAR, API_BUSY
   */
  versionAt(key: string, size: number): Version | Promise<Version> {
    const fact = this.newest(key);
    return fact.index < size ? { fact, replacedBy: null } : this.#versions.before(fact, size);
  }

  /**
   * A receipt for the newest fact of a key, or the one in force at a time.
   * @throws PROVE_*, KEY_NONE, API_BUSY
   */
  async receipt(key: string, asOf: number | null): Promise<Uint8Array> {
    const [agency] = this.agencies;
    if (agency === undefined) throw nodeError("KEY_NONE");
    const { published } = this.opened;
    const size = asOf === null ? published.size : sizeAt(published, asOf);
    const found = this.versionAt(key, size);
    // What is the newest is so only until the next block: nothing is awaited before it is proved.
    const version = found instanceof Promise ? await found : found;
    return makeReceipt(published, agency.logKey, version, asOf);
  }

  trust(): string {
    const { config, id, tiles } = this.opened;
    const network = { name: config.network, id };
    const rootAt = (size: number) => rootOf(size, (level, at) => tiles.node(level, at));
    return trustText(this.#publishedState, network, rootAt);
  }

  /**
   * It is about to stop: whoever waits for a block that nobody is there to decide is let go, and would
   * else keep the node from closing.
   */
  letGo(): void {
    this.#ordering?.letGo();
  }

  async stop(): Promise<void> {
    if (this.#refresh !== null) clearInterval(this.#refresh);
    await this.#ordering?.stop();
    await this.#verifier.close();
    if (this.#halted === null) this.#ordering?.publisher.settle();
    await this.#stores.close();
  }

  get #publishedState(): PublishedState {
    return new PublishedState(this.opened.index, this.opened.published);
  }

  /** Signs what was durable before the node was last stopped, then goes on from there. */
  async #begin(): Promise<void> {
    const { newestNote, log, ledger, published } = this.opened;
    const { seal, frontier } = ledger.head;
    if (seal === null) throw nodeError("DATA_MISSING");
    if (this.#ordering !== null) {
      await this.#ordering.publisher.begin();
      await this.#ordering.begin();
      this.#refresh = setInterval(() => this.#cosignAfresh(), this.#options.refreshMs);
      this.#refresh.unref();
    } else if (newestNote?.size === log.size) {
      const { height, time } = seal;
      const at = { size: frontier.size, root: frontier.root(), height, time };
      published.renew({ ...at, note: newestNote.text });
    }
    this.readModel.follow();
  }

  #cosignAfresh(): void {
    if (this.waiting.transactions > 0) return;
    this.#ordering?.publisher.cosignAfresh().catch((error: unknown) => {
      this.#logger.error(error, "cosigning afresh failed");
    });
  }

  #halt(error: unknown): void {
    this.#halted = error;
    this.#logger.fatal(error, "the engine has stopped");
  }
}
