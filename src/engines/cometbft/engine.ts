import { equalBytes } from "../../base/bytes.js";
import { isCoded } from "../../base/errors.js";
import { RecentValues } from "../../base/recent-values.js";
import { toHex } from "../../base/text.js";
import type { Cbor } from "../../codec/cbor-value.js";
import { sha256 } from "../../crypto/hash.js";
import type { Block, TransactionResult } from "../../ledger/ledger.js";
import type { Transaction } from "../../ledger/transaction.js";
import type { Validator } from "../../modules/governance/queries.js";
import { engineError } from "../errors.js";
import { Mempool, type MempoolLimits } from "../mempool.js";
import type { ApplicationInfo, ConsensusTerms } from "../port.js";
import { type StartTimer, startTimer } from "../timer.js";
import { Waiters } from "../waiters.js";
import { admit, type Way } from "../way.js";
import { decodeBundle } from "./bundle.js";
import { cometError } from "./errors.js";
import { Outbox, type OutboxOptions } from "./outbox.js";

export type CometOptions = {
  readonly mempool: MempoolLimits;
  readonly outbox: OutboxOptions;
  /** Envelopes in one proposal: their signatures are checked while the others wait to vote. */
  readonly proposalEnvelopes: number;
  /** Blocks that CometBFT keeps: whoever comes back later than that begins from a snapshot. */
  readonly keptBlocks: number;
};

/** A block that the validators have decided. */
export type Decided = {
  /** CometBFT's. */
  readonly height: number;
  readonly hash: Uint8Array;
  /** ms since 1970. */
  readonly time: number;
  readonly evidence: Cbor;
  readonly bundles: readonly Uint8Array[];
};

export type Finalized = {
  /** Of each bundle, whether it was one and the block had room for all of it: else it may come again. */
  readonly valid: readonly boolean[];
  /** Whose power is another from now on; 0 for who validates no more. */
  readonly validators: readonly Pick<Validator, "key" | "power">[];
  /** Null unless it has changed. */
  readonly blockBytes: number | null;
  readonly size: number;
  readonly root: Uint8Array;
};

/** Where a bundle came from: each in its turn, so that a flood of bundles holds up no proposal. */
const MEMPOOL = "mempool";
const PROPOSAL = "proposal";

/** Bytes of bundles whose signatures are known to hold, between CheckTx and the block. */
const KNOWN_BUNDLE_BYTES = 64 * 1024 * 1024;

/** What the bytes alone say against a bundle. Anything else, such as a lost worker, is a fault of this machine. */
const MALFORMED = /^(?:COMET_BUNDLE|CBOR|KEY|ENVELOPE|WEBAUTHN|TEXT)_/;

function changed(
  before: ConsensusTerms,
  after: ConsensusTerms,
): Pick<Finalized, "validators" | "blockBytes"> {
  const lacks = (some: readonly Validator[], { key, power }: Validator) =>
    !some.some((other) => equalBytes(other.key, key) && other.power === power);
  const gone = before.validators.filter((each) => {
    return !after.validators.some(({ key }) => equalBytes(key, each.key));
  });
  const { blockBytes } = after.parameters;
  return {
    validators: [
      ...gone.map(({ key }) => ({ key, power: 0 })),
      ...after.validators
        .filter((each) => lacks(before.validators, each))
        .map(({ key, power }) => ({ key, power })),
    ],
    blockBytes: blockBytes === before.parameters.blockBytes ? null : blockBytes,
  };
}

/** @param count of transactions, from the first one on, that have a result */
function taken(bundles: readonly (readonly Transaction[] | null)[], count: number): boolean[] {
  let end = 0;
  return bundles.map((transactions) => {
    end += transactions?.length ?? 0;
    return transactions !== null && end <= count;
  });
}

/** Agencies order together: CometBFT decides what comes in which block, and this executes it. */
export class CometEngine {
  readonly #way: Way;
  readonly #options: CometOptions;
  readonly #onHalt: (error: unknown) => void;
  readonly #mempool: Mempool;
  readonly #waiters = new Waiters();
  readonly #outbox: Outbox;
  /** By the SHA-256 of a bundle, in hex. */
  readonly #known = new RecentValues<string, readonly Transaction[]>(KNOWN_BUNDLE_BYTES);
  #decided: { readonly hash: string; readonly height: number; readonly answer: Finalized } | null =
    null;
  #block: Block | null = null;
  #publishing: Promise<void> = Promise.resolve();
  /** Index of the first fact of each block that is executed here and not yet shown, oldest first. */
  readonly #unshown: number[] = [];
  /** Whether all that stood in the log at the start is shown. */
  #earlierShown = true;
  /** Of those who wait, what is executed and not yet shown: nobody is told of it before. */
  #due: (readonly [string, TransactionResult])[] = [];
  /** When the newest block was committed, or else this began, of `performance.now()`. */
  #committedAt = performance.now();
  /** Time of the newest block that was decided since this began, and this machine's clock then. */
  #times: { readonly block: number; readonly own: number } | null = null;
  #state: "running" | "stopping" | "halted" = "running";

  /** @param broadcast puts a bundle before the other agencies */
  constructor(
    way: Way,
    options: CometOptions,
    broadcast: ConstructorParameters<typeof Outbox>[1],
    onHalt: (error: unknown) => void,
    timer: StartTimer = startTimer,
  ) {
    this.#way = way;
    this.#options = options;
    this.#onHalt = onHalt;
    this.#mempool = new Mempool(options.mempool);
    const ports = {
      take: (most: number) => this.#mempool.take(most),
      isOpen: ({ key }: Transaction) => this.#waiters.has(key),
      onBundle: (bytes: Uint8Array, transactions: readonly Transaction[]) =>
        this.#remember(bytes, transactions),
      onRefused: (transactions: readonly Transaction[]) => this.#admitAgain(transactions),
    };
    this.#outbox = new Outbox(options.outbox, broadcast, ports, timer);
  }

  get running(): boolean {
    return this.#state === "running";
  }

  get halted(): boolean {
    return this.#state === "halted";
  }

  get waiting(): number {
    return this.#mempool.size + this.#outbox.transactions;
  }

  /** Bundles on their way into a block. */
  get bundles(): number {
    return this.#outbox.bundles;
  }

  /** Blocks with facts that are executed here and not yet shown. */
  get unshownBlocks(): number {
    return this.#unshown.length;
  }

  /** Since the newest block was committed, or else this began, however the clock was set meanwhile, ms. */
  get silentMs(): number {
    return performance.now() - this.#committedAt;
  }

  /** This machine's clock less the newest block's time, when that was executed; 0 before there is one. ms. */
  get clockMs(): number {
    return this.#times === null ? 0 : this.#times.own - this.#times.block;
  }

  /**
   * Takes a verified transaction; resolves with its result once its block is final, durable here and
   * published.
   * @throws ADMIT_*, TX_*, ENGINE_*
   */
  submit(transaction: Transaction): Promise<TransactionResult> {
    return new Promise((resolve, reject) => {
      if (this.#state === "halted") throw engineError("ENGINE_HALTED");
      if (this.#state === "stopping") throw engineError("ENGINE_STOPPING");
      const { key } = transaction;
      // Who waits comes first: the state knows of a block before that is durable.
      if (this.#waiters.has(key)) return this.#waiters.add(key, { resolve, reject });
      const known = admit(this.#way, transaction, this.#now);
      if (known === null) this.#mempool.add(transaction);
      this.#waiters.add(key, { resolve, reject });
      if (known === null) this.#outbox.fill();
      else this.#answer(key, known);
    });
  }

  /** @param shown resolves once all that stands in the log now is shown */
  begin(shown: Promise<void>): void {
    this.#earlierShown = false;
    void shown.then(() => {
      this.#earlierShown = true;
      this.#settle();
    });
  }

  info(): ApplicationInfo {
    return this.#way.application.info();
  }

  terms(): ConsensusTerms {
    return this.#way.application.terms();
  }

  /**
   * Whether a bundle may wait for a block: all of its envelopes are fit for the ledger as it stands.
   * @throws COMET_BUNDLE_*, CBOR_*, KEY_*, ENVELOPE_*, WEBAUTHN_*, ADMIT_*, TX_*
   */
  async check(bytes: Uint8Array): Promise<void> {
    const transactions = await this.#verified(bytes, MEMPOOL);
    if (!transactions.some((transaction) => admit(this.#way, transaction, this.#now) === null)) {
      throw cometError("COMET_BUNDLE_KNOWN");
    }
  }

  /**
   * Of the bundles that wait, those that this agency proposes: whole, in their order, and not too many. Also
   * those whose transactions all came in others: CometBFT keeps a bundle until a block has it, and has no
   * room for new ones meanwhile.
   */
  async propose(waiting: readonly Uint8Array[], mostBytes: number): Promise<Uint8Array[]> {
    const proposed: Uint8Array[] = [];
    let [envelopes, bytes] = [0, 0];
    for (const bundle of waiting) {
      const transactions = await this.#verifiedOrNull(bundle, PROPOSAL);
      if (transactions === null) continue;
      envelopes += transactions.length;
      // Room for the field's tag and length beside the bytes themselves.
      bytes += bundle.length + 8;
      if (envelopes > this.#options.proposalEnvelopes || bytes > mostBytes) break;
      proposed.push(bundle);
    }
    return proposed;
  }

  /** What every honest agency says of a proposal, whoever made it: a function of its bytes alone. */
  async judge(bundles: readonly Uint8Array[]): Promise<boolean> {
    const verified = await Promise.all(
      bundles.map((bundle) => this.#verifiedOrNull(bundle, PROPOSAL)),
    );
    let envelopes = 0;
    for (const transactions of verified) {
      if (transactions === null) return false;
      envelopes += transactions.length;
    }
    return envelopes <= this.#options.proposalEnvelopes;
  }

  /**
   * Executes a decided block; again, where CometBFT was started anew since, gives the same answer.
   * @throws COMET_HEIGHT, COMET_FORK, EXECUTE_BROKEN
   */
  async finalize({ height, hash, time, evidence, bundles }: Decided): Promise<Finalized> {
    const again = this.#decided;
    if (again?.height === height) {
      if (again.hash !== toHex(hash)) throw cometError("COMET_FORK", { height });
      return again.answer;
    }
    const { application } = this.#way;
    const before = application.info();
    if (height !== before.engineHeight + 1) {
      throw cometError("COMET_HEIGHT", { height, last: before.engineHeight });
    }
    const verified = await Promise.all(
      bundles.map((bundle) => this.#verifiedOrNull(bundle, PROPOSAL)),
    );
    const transactions = verified.flatMap((each) => each ?? []);
    const terms = application.terms();
    const block = application.finalize({
      time: Math.max(time, before.time),
      evidence,
      transactions,
      engineHeight: height,
    });
    this.#block = block;
    if (block !== null) this.#unshown.push(block.first);
    for (const [i, transaction] of transactions.entries()) {
      if (!this.#waiters.has(transaction.key)) continue;
      const result = block?.results[i] ?? application.known(transaction);
      if (result !== null) this.#due.push([transaction.key, result]);
    }
    const { size, root } = application.info();
    const valid = taken(verified, block?.results.length ?? transactions.length);
    const answer = { valid, ...changed(terms, application.terms()), size, root };
    this.#decided = { height, hash: toHex(hash), answer };
    this.#times = { block: time, own: this.#way.now() };
    return answer;
  }

  /**
   * Makes the finalized block durable; it is signed and published behind, while the next is decided.
   * @returns height of the oldest block that CometBFT is to keep; 0: all of them
   */
  async commit(): Promise<number> {
    const height = this.#decided?.height ?? 0;
    await this.#way.application.commit();
    this.#committedAt = performance.now();
    const block = this.#block;
    this.#block = null;
    if (block === null) this.#settle();
    else this.#show(block);
    this.#outbox.committed();
    return Math.max(0, height - this.#options.keptBlocks + 1);
  }

  /**
   * Takes nothing more, and lets go what is not final and shown yet: it may still become so. Nobody
   * waits for the others, who may be gone.
   */
  stop(): void {
    if (this.#state === "running") this.#state = "stopping";
    this.#outbox.stop();
    this.#waiters.failAll(() => engineError("ENGINE_STOPPING"));
  }

  /** After a fault nothing is known of what the memory holds: nobody is answered, and everyone is told. */
  halt(error: unknown): void {
    if (this.#state === "halted") return;
    this.#state = "halted";
    this.#outbox.stop();
    this.#waiters.failAll(() => engineError("ENGINE_HALTED", {}, error));
    this.#onHalt(error);
  }

  /** By which transactions are executed, whatever the clock of a machine says: ms since 1970. */
  get #now(): number {
    return this.#times?.block ?? this.#way.now();
  }

  /** Signed at once, whether or not the one before has been shown yet; it may be long until it is. */
  #show(block: Block): void {
    const shown = this.#way.publish(block);
    this.#publishing = Promise.all([this.#publishing, shown])
      .then(() => {
        this.#unshown.shift();
        this.#settle();
      })
      .catch((error: unknown) => this.halt(error));
  }

  #settle(): void {
    const due = this.#due;
    this.#due = [];
    for (const [key, result] of due) this.#answer(key, result);
    this.#outbox.settled();
  }

  /** Of what is on record; nothing is said of it before it is shown. */
  #answer(key: string, result: TransactionResult): void {
    const shownBelow = this.#earlierShown ? (this.#unshown[0] ?? Number.POSITIVE_INFINITY) : 0;
    if (result.index < shownBelow) this.#waiters.settle(key, result);
    else this.#due.push([key, result]);
  }

  /** One of a bundle no longer passes: it is refused, and the others wait for another bundle. */
  #admitAgain(transactions: readonly Transaction[]): void {
    for (const transaction of transactions) {
      const { key } = transaction;
      try {
        const known = admit(this.#way, transaction, this.#now);
        if (known === null) this.#mempool.giveBack([transaction]);
        else this.#answer(key, known);
      } catch (error) {
        if (!isCoded(error)) return this.halt(error);
        this.#waiters.fail(key, error);
      }
    }
    this.#outbox.fill();
  }

  async #verifiedOrNull(bytes: Uint8Array, place: string): Promise<readonly Transaction[] | null> {
    try {
      return await this.#verified(bytes, place);
    } catch (error) {
      if (isCoded(error) && MALFORMED.test(error.code)) return null;
      throw error;
    }
  }

  /** The bundle's transactions, every signature checked; once, however often it is asked for. */
  async #verified(view: Uint8Array, place: string): Promise<readonly Transaction[]> {
    const id = toHex(sha256(view));
    const known = this.#known.get(id);
    if (known !== undefined) return known;
    // What CometBFT sent is gone with its frame.
    const bytes = view.slice();
    const transactions = await Promise.all(
      decodeBundle(bytes).map((envelope) => this.#way.verify(envelope, place)),
    );
    this.#known.set(id, transactions, bytes.length);
    return transactions;
  }

  #remember(bytes: Uint8Array, transactions: readonly Transaction[]): void {
    this.#known.set(toHex(sha256(bytes)), transactions, bytes.length);
  }
}
