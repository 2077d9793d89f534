import type { Logger } from "pino";
import { isCoded } from "../../base/errors.js";
import { toHex } from "../../base/text.js";
import { formatCheckpoint, originOf, parseCheckpoint } from "../../crypto/checkpoint.js";
import { parseNote } from "../../crypto/note.js";
import { rootOf } from "../../crypto/prove-tree.js";
import { RecordReader } from "../../ledger/execute.js";
import type { Block } from "../../ledger/ledger.js";
import type { Reader } from "../../ledger/module.js";
import { cosignersNow, quorumsNow } from "../../modules/governance/queries.js";
import { type AgencySigners, Cosigner } from "../cosigner.js";
import { nodeError } from "../errors.js";
import type { OpenedLedger } from "../open-ledger.js";
import type { Cosigned } from "../ordering.js";
import type { Publication } from "../published-log.js";
import type { Publishing } from "../publisher.js";
import { CosignaturePool, type Verified, verifyNote } from "./cosignature-pool.js";
import { type Peer, Peers, type PeersOptions } from "./peers.js";

type Stores = Pick<
  OpenedLedger,
  "config" | "id" | "ledger" | "log" | "record" | "seals" | "published"
>;
/** A block that is durable here; shown once enough agencies have signed what they made of it. */
type Waiting = Omit<Publication, "note"> & {
  /** Of its facts: not the facts themselves, since it may be long until the others have signed. */
  readonly supersedes: readonly (number | null)[];
  readonly resolve: () => void;
};

export type Cosigning = {
  readonly peers: readonly Peer[];
  readonly options: PeersOptions;
  /** Whose keys are here, by the state of the block that is signed. */
  readonly signers: (reader: Reader) => readonly AgencySigners[];
  readonly logger: Logger;
  /** Another agency has signed another root for a size of ours; `mine` has what was gathered for ours. */
  readonly onFork: (note: string, mine: string | null) => void;
  /** So many have that ours must be wrong. */
  readonly onHopeless: (error: unknown) => void;
};

/** Sizes at which an agency's other root is kept as evidence: one proves it, and a liar must fill no disk. */
const MOST_FORKS = 16;

/** Signs what this agency has executed, gathers what the others signed, and shows it with a quorum. */
export class CosignedPublisher implements Publishing {
  readonly #stores: Stores;
  readonly #cosigner: Cosigner;
  readonly #cosigning: Cosigning;
  readonly #now: () => number;
  readonly #origin: string;
  readonly #pool = new CosignaturePool();
  readonly #peers: Peers;
  readonly #waiting: Waiting[] = [];
  /** Newest notes of others for sizes that this node has not reached, by agency. */
  readonly #early = new Map<string, string>();
  /** Newest that is known of each agency's signatures. */
  readonly #newest = new Map<string, { readonly size: number; readonly seconds: number }>();
  /** Sizes for which an agency has signed another root, as far as that was kept. */
  readonly #forks = new Map<string, Set<number>>();
  /** Whether the log has come to where it was before a restore. */
  #back = false;
  #own: string | null = null;
  #ownSize = 0;
  /** Size of the log at the start, and who waits for it to be shown. */
  #begun: { readonly size: number; readonly resolve: () => void } | null = null;
  #shown: Promise<void> = Promise.resolve();

  /** @param now ms since 1970 */
  constructor(stores: Stores, cosigning: Cosigning, now: () => number) {
    this.#stores = stores;
    this.#cosigner = new Cosigner(stores.record);
    this.#cosigning = cosigning;
    this.#now = now;
    this.#origin = originOf(stores.config.network, stores.id);
    const { logger } = cosigning;
    this.#peers = new Peers(cosigning.peers, cosigning.options, {
      own: () => this.#own,
      closing: () => this.#pool.openClosing,
      wants: () => !this.#pool.isWhole(this.#ownSize) || this.#pool.openClosing !== null,
      onNote: (note, { agency }) => this.#takeFrom(note, agency),
      onTrouble: (error, { agency }) => logger.debug({ agency, error }, "an agency is away"),
    });
  }

  /** The newest note of this agency alone; null where it is not to sign. */
  get own(): string | null {
    return this.#own;
  }

  /**
   * Takes what another agency has signed. The answer is what is known here of the same checkpoint where
   * it closes an epoch, since that must be gathered whole; else what this agency has signed last.
   * @throws as `take`
   */
  exchange(note: string): string {
    this.take(note);
    const { size } = parseCheckpoint(parseNote(note).text);
    return (this.#pool.isClosing(size) ? this.#pool.note(size) : this.#own) ?? "";
  }

  /** Whether this node's keys are of an agency that signs now. */
  get signs(): boolean {
    return this.#own !== null;
  }

  /** What each agency has signed last, of those that sign now. */
  get cosigned(): readonly Cosigned[] {
    const agencies = new Set(cosignersNow(this.#reader).map(({ agency }) => agency));
    return [...agencies].map((agency) => {
      const { size, seconds } = this.#newest.get(agency) ?? { size: 0, seconds: 0 };
      return { agency, size, behind: Math.max(0, this.#ownSize - size), seconds };
    });
  }

  /** Signs what was durable before the node was last stopped. @throws SIGN_RECORD, LOG_*, DISK_* */
  async begin(): Promise<void> {
    const { seal, frontier } = this.#stores.ledger.head;
    if (seal === null) throw nodeError("DATA_MISSING");
    const { size } = frontier;
    // From a snapshot it begins once more: who waits, waits for all of it.
    if (this.#begun !== null) this.#begun = { ...this.#begun, size };
    else {
      this.#shown = new Promise((resolve) => {
        this.#begun = { size, resolve };
      });
    }
    await this.#sign(size, frontier.root());
  }

  /** Resolves once all that was durable at the start is shown. */
  get shown(): Promise<void> {
    return this.#shown;
  }

  /** Not `async`, which would keep the block until it is shown. @throws SIGN_RECORD, LOG_*, DISK_* */
  publish({ size, root, height, time, facts }: Block): Promise<void> {
    this.#stores.seals.push(size - 1);
    const supersedes = facts.map((fact) => fact.supersedes);
    const shown = new Promise<void>((resolve) => {
      this.#waiting.push({ size, root, height, time, supersedes, resolve });
    });
    return this.#sign(size, root).then(() => shown);
  }

  async cosignAfresh(): Promise<void> {
    const { publication } = this.#stores.published;
    if (publication === null || publication.size !== this.#ownSize) return;
    await this.#sign(publication.size, publication.root);
    this.settle();
  }

  settle(): void {
    const { log, record } = this.#stores;
    const recorded = record.read();
    if (recorded !== null && recorded.size === log.size) {
      record.write({ ...log.syncNow(), root: recorded.root });
    }
  }

  /**
   * What another agency has signed.
   * @throws NOTE_*, CHECKPOINT_*, COSIGNATURE_*, COSIGN_*
   */
  take(note: string): void {
    const { size } = parseCheckpoint(parseNote(note).text);
    const keys = this.#pool.keys(size) ?? cosignersNow(this.#reader);
    const verified = verifyNote(note, this.#origin, keys);
    for (const { agency, seconds } of verified.cosigned) {
      const newest = this.#newest.get(agency);
      const older = newest !== undefined && (size - newest.size || seconds - newest.seconds) < 0;
      if (!older) this.#newest.set(agency, { size, seconds });
    }
    if (size <= this.#ownSize) return this.#add(verified, note);
    for (const { agency } of verified.cosigned) this.#early.set(agency, note);
  }

  stop(): Promise<void> {
    return this.#peers.stop();
  }

  #takeFrom(note: string, agency: string): void {
    try {
      this.take(note);
    } catch (error) {
      if (!isCoded(error)) throw error;
      this.#cosigning.logger.warn(
        { agency, code: error.code },
        "an agency's signature was refused",
      );
    }
  }

  /** Of what this node has executed. */
  get #reader(): RecordReader {
    return new RecordReader(this.#stores.ledger.state);
  }

  async #sign(size: number, root: Uint8Array): Promise<void> {
    const checkpoint = { origin: this.#origin, size, root };
    const quorums = quorumsNow(this.#reader);
    const signers = this.#cosigning.signers(this.#reader);
    const seconds = Math.floor(this.#now() / 1000);
    // Who is not of the agencies yet, or no more, executes all the same and shows what they signed.
    const signs = signers.length > 0 && this.#isBack(size);
    const note = signs ? await this.#cosigner.sign(signers, checkpoint, seconds) : null;
    this.#pool.expect(checkpoint, formatCheckpoint(checkpoint), quorums);
    this.#own = note;
    this.#ownSize = size;
    // It comes into the log with a quorum's: alone it would stand there below the threshold.
    if (note !== null) this.take(note);
    for (const [agency, early] of this.#early) {
      if (parseCheckpoint(parseNote(early).text).size > size) continue;
      this.#early.delete(agency);
      this.#takeFrom(early, agency);
    }
    this.#peers.tell();
  }

  /**
   * Whether the log is where it was when this agency last signed, before it was restored from an older
   * copy: nothing smaller and no other history is signed. @throws BACKUP_FORK
   */
  #isBack(size: number): boolean {
    const { config, published } = this.#stores;
    const { signsFrom } = config.consortium ?? {};
    if (this.#back || signsFrom === undefined) return true;
    if (size < signsFrom.size) return false;
    const root = toHex(rootOf(signsFrom.size, published.node));
    if (root !== signsFrom.root) throw nodeError("BACKUP_FORK", { size: signsFrom.size });
    this.#back = true;
    return true;
  }

  #add(verified: Verified, note: string): void {
    const { size } = verified.checkpoint;
    try {
      if (!this.#pool.add(verified)) return;
    } catch (error) {
      const { onFork, logger } = this.#cosigning;
      const isNew = this.#isNewFork(verified);
      if (isNew) onFork(note, this.#pool.note(size));
      // One that lies must not stop the others; but what cannot become good any more is our own fault.
      if (this.#pool.isHopeless(size)) this.#cosigning.onHopeless(error);
      else if (isNew) {
        logger.error(error, "an agency has signed another root: both checkpoints are kept");
      }
      throw error;
    }
    if (this.#pool.isGood(size)) this.#show(size);
  }

  /** Whether it is to be kept: anybody may send it again, and who signs one other root can sign a million. */
  #isNewFork({ checkpoint: { size }, cosigned }: Verified): boolean {
    let isNew = false;
    for (const { agency } of cosigned) {
      const sizes = this.#forks.get(agency) ?? new Set();
      if (sizes.has(size) || sizes.size >= MOST_FORKS) continue;
      this.#forks.set(agency, sizes.add(size));
      isNew = true;
    }
    return isNew;
  }

  /** Everything up to this size is good; a later signature under the newest makes it no better, but is shown. */
  #show(size: number): void {
    const { published, log, ledger } = this.#stores;
    const note = this.#pool.note(size);
    if (note === null) return;
    if (size < published.size) {
      if (this.#pool.isClosing(size)) log.appendCheckpoint(note);
      return;
    }
    if (published.publication?.size === size)
      return published.renew({ ...published.publication, note });
    const due = this.#waiting.filter((waiting) => waiting.size <= size);
    this.#waiting.splice(0, due.length);
    log.appendCheckpoint(note);
    for (const { supersedes, root, height, time, ...waiting } of due) {
      published.pass(supersedes);
      published.renew({ note, size: waiting.size, root, height, time });
    }
    const { seal, frontier } = ledger.head;
    if (due.length === 0 && seal !== null && frontier.size === size) {
      const { height, time } = seal;
      published.renew({ note, size, root: frontier.root(), height, time });
    }
    this.#pool.forgetBelow(size);
    for (const { resolve } of due) resolve();
    if (this.#begun !== null && published.size >= this.#begun.size) {
      this.#begun.resolve();
      this.#begun = null;
    }
  }
}
