import { isCoded } from "../../base/errors.js";
import { consistencyPath } from "../../crypto/prove-tree.js";
import { appHash } from "../../engines/cometbft/app-hash.js";
import type { Snapshot } from "../../engines/port.js";
import type { OpenedLedger } from "../open-ledger.js";
import { encodeLayout, snapshotHash } from "./chunk-layout.js";
import { encodeHead, encodeLeaves } from "./snapshot-chunk.js";

type Stores = Pick<OpenedLedger, "published" | "chunkStarts">;

export type ShelfOptions = {
  /** Between the blocks of two snapshots, ms. */
  readonly everyMs: number;
  /** How many stay to be fetched; each is but a checkpoint. */
  readonly kept: number;
};

type Kept = Snapshot & {
  readonly size: number;
  /** C2SP signed note with a quorum. */
  readonly note: string;
  /** Of its block, ms since 1970. */
  readonly time: number;
  /** Index of the first leaf of each chunk but the first. */
  readonly starts: readonly number[];
};

/** CometBFT asks for ten at most. */
const LISTED = 10;

/**
 * Snapshots that others may begin from. The log only grows and every size of it has its root, so that
 * nothing is copied: a snapshot is a checkpoint with a quorum, and its chunks are read when asked for.
 */
export class SnapshotShelf {
  readonly #stores: Stores;
  readonly #options: ShelfOptions;
  readonly #bundle: () => Promise<Uint8Array>;
  readonly #byHeight = new Map<number, Kept>();
  #newest: Kept | null = null;

  /** @param bundle the proof bundle of the log as it is shown */
  constructor(stores: Stores, options: ShelfOptions, bundle: () => Promise<Uint8Array>) {
    this.#stores = stores;
    this.#options = options;
    this.#bundle = bundle;
  }

  /** The log was shown at this size, where it stood after the engine's block of that height. */
  shown(height: number, size: number): void {
    const { publication } = this.#stores.published;
    // Without a quorum of its own a size proves nothing; genesis everybody has.
    if (publication?.size !== size || height === 0) return;
    const { note, root, time } = publication;
    const before = this.#newest;
    if (before !== null && (time - before.time < this.#options.everyMs || size === before.size)) {
      return;
    }
    const starts = this.#stores.chunkStarts.below(size);
    const metadata = encodeLayout(starts);
    const hash = snapshotHash(appHash({ size, root }), metadata);
    const kept = { height, chunks: 1 + starts.length, hash, metadata, size, note, time, starts };
    this.#byHeight.set(height, kept);
    this.#newest = kept;
    const [oldest] = this.#byHeight.keys();
    if (oldest !== undefined && this.#byHeight.size > this.#options.kept) {
      this.#byHeight.delete(oldest);
    }
  }

  list(): readonly Snapshot[] {
    return [...this.#byHeight.values()].slice(-LISTED).reverse();
  }

  /** Null where it is not here, or cannot be proved yet. */
  async chunk(height: number, index: number): Promise<Uint8Array | null> {
    const kept = this.#byHeight.get(height);
    if (kept === undefined || index >= kept.chunks) return null;
    const { note, starts, size } = kept;
    if (index === 0) return this.#head(note);
    const first = starts[index - 1] ?? 0;
    const end = starts[index] ?? size;
    const { published } = this.#stores;
    const leaves = published.leaves(first, end);
    return encodeLeaves({ first, leaves, consistency: consistencyPath(end, size, published.node) });
  }

  async #head(checkpoint: string): Promise<Uint8Array | null> {
    try {
      return encodeHead({ checkpoint, bundle: await this.#bundle() });
    } catch (error) {
      if (isCoded(error)) return null;
      throw error;
    }
  }
}
