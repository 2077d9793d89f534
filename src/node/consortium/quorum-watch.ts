import type { Logger } from "pino";
import type { CounterfoilError } from "../../base/errors.js";
import { engineError } from "../../engines/errors.js";
import { nodeError } from "../errors.js";

export type QuorumWatchOptions = {
  /** Blocks with facts that may wait for the others' signatures before nothing more is taken in. */
  readonly unshownBlocks: number;
  /** How long CometBFT may decide nothing, ms: on an idle network it does so every two seconds. */
  readonly silenceMs: number;
  /** How often a change is looked for and written to the log, ms. */
  readonly lookMs: number;
};

export type Watched = {
  /** Blocks that are durable here and not yet good. */
  readonly unshown: () => number;
  /** Since the newest block was committed. */
  readonly silentMs: () => number;
  /** Whether this node is to sign. */
  readonly signs: () => boolean;
};

/**
 * Whether the agencies get on: while they do not, nothing more is taken in, so that what waits for them
 * stays within bounds; what was taken before waits on, and nothing of it is lost.
 */
export class QuorumWatch {
  readonly #watched: Watched;
  readonly #options: QuorumWatchOptions;
  #said: CounterfoilError | null = null;
  #timer: ReturnType<typeof setInterval> | null = null;

  constructor(watched: Watched, options: QuorumWatchOptions) {
    this.#watched = watched;
    this.#options = options;
  }

  /** Why nothing is taken in, or null. */
  get trouble(): CounterfoilError | null {
    const { signs, ...watched } = this.#watched;
    if (!signs()) return nodeError("AGENCY_NONE");
    const [unshown, silentMs] = [watched.unshown(), watched.silentMs()];
    const { unshownBlocks, silenceMs } = this.#options;
    if (unshown < unshownBlocks && silentMs < silenceMs) return null;
    return engineError("ENGINE_QUORUM", { unshown, silentMs: Math.floor(silentMs) });
  }

  begin(logger: Logger): void {
    this.#timer = setInterval(() => this.#look(logger), this.#options.lookMs);
    this.#timer.unref();
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
  }

  #look(logger: Logger): void {
    const { trouble } = this;
    if (trouble?.code === this.#said?.code) return;
    this.#said = trouble;
    if (trouble === null) logger.info("the agencies get on: transactions are taken again");
    else logger.warn({ code: trouble.code, facts: trouble.facts }, trouble.message);
  }
}
