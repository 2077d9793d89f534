import { originOf } from "../crypto/checkpoint.js";
import { RecordReader } from "../ledger/execute.js";
import type { Block } from "../ledger/ledger.js";
import type { Reader } from "../ledger/module.js";
import { type AgencySigners, Cosigner } from "./cosigner.js";
import { nodeError } from "./errors.js";
import type { OpenedLedger } from "./open-ledger.js";

type Stores = Pick<
  OpenedLedger,
  "config" | "id" | "ledger" | "log" | "record" | "seals" | "published"
>;

/** How what is durable comes to be shown: signed by those whose keys are here, or by others as well. */
export type Publishing = {
  /** Signs what was durable before the node was last stopped. @throws SIGN_RECORD, LOG_*, DISK_* */
  begin(): Promise<void>;
  /** Resolves once the block is shown. @throws SIGN_RECORD, LOG_*, DISK_* */
  publish(block: Block): Promise<void>;
  /** On an idle network a new time under the same checkpoint shows that the agencies still agree. */
  cosignAfresh(): Promise<void>;
  /** Brings the last note under the durable record as well. */
  settle(): void;
};

/** Signs what is durable, and shows it. */
export class Publisher implements Publishing {
  readonly #stores: Stores;
  readonly #cosigner: Cosigner;
  readonly #signers: (reader: Reader) => readonly AgencySigners[];
  readonly #now: () => number;

  /**
   * @param signers by the state of the block that is signed
   * @param now ms since 1970
   */
  constructor(
    stores: Stores,
    signers: (reader: Reader) => readonly AgencySigners[],
    now: () => number,
  ) {
    this.#stores = stores;
    this.#signers = signers;
    this.#cosigner = new Cosigner(stores.record);
    this.#now = now;
  }

  /** Signs what was durable before the node was last stopped. @throws SIGN_RECORD, LOG_*, DISK_* */
  async begin(): Promise<void> {
    const { ledger, published } = this.#stores;
    const { seal, frontier } = ledger.head;
    if (seal === null) throw nodeError("DATA_MISSING");
    const { height, time } = seal;
    const at = { size: frontier.size, root: frontier.root(), height, time };
    published.renew({ ...at, note: await this.#sign(at) });
  }

  /** @throws SIGN_RECORD, LOG_*, DISK_* */
  async publish(block: Block): Promise<void> {
    this.#stores.seals.push(block.size - 1);
    const note = await this.#sign(block);
    this.#stores.published.publish(block, note);
  }

  /** On an idle network a new time under the same checkpoint shows that the agencies still agree. */
  async cosignAfresh(): Promise<void> {
    const { published } = this.#stores;
    const { publication } = published;
    if (publication === null) return;
    const note = await this.#sign(publication);
    if (published.publication === publication) published.renew({ ...publication, note });
    this.settle();
  }

  /** Brings the last note under the durable record as well. */
  settle(): void {
    const { log, record } = this.#stores;
    const recorded = record.read();
    if (recorded !== null && recorded.size === log.size) {
      record.write({ ...log.syncNow(), root: recorded.root });
    }
  }

  /** The signed note, kept in the log: outside the tree, and durable with the next block. */
  async #sign({ size, root }: { size: number; root: Uint8Array }): Promise<string> {
    const { config, id, log } = this.#stores;
    const origin = originOf(config.network, id);
    const seconds = Math.floor(this.#now() / 1000);
    const agencies = this.#signers(new RecordReader(this.#stores.ledger.state));
    const note = await this.#cosigner.sign(agencies, { origin, size, root }, seconds);
    log.appendCheckpoint(note);
    return note;
  }
}
