import { equalBytes } from "../../base/bytes.js";
import type { Signer } from "../../crypto/signer.js";
import type { Reader } from "../../ledger/module.js";
import { reads, readsId, readsOf } from "../../modules/identity/schema.js";
import { newTransaction, signTransaction } from "../../sdk/transaction.js";
import { directoryError } from "./errors.js";
import type { ReadLog } from "./read-log.js";

export type PublisherPorts = {
  /** Network id. */
  readonly network: Uint8Array;
  readonly organisation: string;
  /** The key of its `directory` office. */
  readonly signer: Signer;
  /** How long the reads of one root may be apart, ms. */
  readonly periodMs: number;
  /** The published ledger. */
  readonly reader: () => Reader;
  /** Resolves with the code once the transaction's block is published. */
  readonly submit: (bytes: Uint8Array) => Promise<string>;
  /** ms since 1970. */
  readonly now: () => number;
};

const VALID_MS = 3_600_000;
/** Roots that a directory from a backup may have forgotten it published. */
const LOOK_BACK = 64;

/**
 * Puts the roots of the reads on the ledger, one a period and in order. What is closed is closed on
 * disk first, so that a root that was sent once is the same whenever it is sent again.
 */
export class Publisher {
  readonly #log: ReadLog;
  readonly #ports: PublisherPorts;
  #work: Promise<void> = Promise.resolve();
  /** After a refusal, which is on record too, it waits: what is refused once is mostly refused again. */
  #notBefore = 0;

  constructor(log: ReadLog, ports: PublisherPorts) {
    this.#log = log;
    this.#ports = ports;
  }

  /** Publishes what is due, one call after the other. @throws DIRECTORY_PUBLISH, as `submit` */
  publishDue(): Promise<void> {
    const next = this.#work.catch(() => undefined).then(() => this.#publishDue());
    this.#work = next;
    return next;
  }

  /** Resolves once nothing is on its way. */
  async idle(): Promise<void> {
    await this.#work.catch(() => undefined);
  }

  async #publishDue(): Promise<void> {
    const now = this.#ports.now();
    if (now < this.#notBefore) return;
    await this.#sendClosed();
    if (!this.#isDue(now)) return;
    while (this.#log.closePeriod(now));
    await this.#sendClosed();
  }

  /** From the first read on each period has a root, with reads or without. */
  #isDue(now: number): boolean {
    const last = this.#until ?? this.#log.openSince;
    return last !== null && now >= last + this.#ports.periodMs;
  }

  /** Every closed root that has no number yet, one after the other. @throws DIRECTORY_PUBLISH, as `submit` */
  async #sendClosed(): Promise<void> {
    for (const [at, { number, to }] of this.#log.periods.entries()) {
      if (number !== null) continue;
      const { root } = this.#log.treeOf(at);
      const code = this.#numberOf(root) === null ? await this.#send(to, root) : "ok";
      const published = this.#numberOf(root);
      if (code !== "ok" || published === null) {
        this.#notBefore = this.#ports.now() + this.#ports.periodMs;
        throw directoryError("DIRECTORY_PUBLISH", { code });
      }
      this.#log.numberPeriod(published);
    }
  }

  async #send(to: number, root: Uint8Array): Promise<string> {
    const { network, organisation, signer, now, submit } = this.#ports;
    const draft = newTransaction({
      network,
      type: "identity.publishReads",
      body: { organisation, to: Math.max(to, this.#until ?? 0), root },
      validUntil: now() + VALID_MS,
      signers: [signer.thumbprint],
    });
    return submit(await signTransaction(draft, signer));
  }

  /** Up to when the ledger has roots: later than a directory knows that came from a backup. */
  get #until(): number | null {
    const { reader, organisation } = this.#ports;
    return reader().read(readsOf, organisation)?.value.until ?? null;
  }

  /** Where the root stands; null where it does not, as far back as is looked. */
  #numberOf(root: Uint8Array): number | null {
    const { organisation } = this.#ports;
    const reader = this.#ports.reader();
    const count = reader.read(readsOf, organisation)?.value.count ?? 0;
    for (let number = count; number > count - LOOK_BACK && number > 0; number--) {
      const published = reader.read(reads, readsId(organisation, number))?.value;
      if (published !== undefined && equalBytes(published.root, root)) return number;
    }
    return null;
  }
}
