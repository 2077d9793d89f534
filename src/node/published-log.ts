import type { Activity } from "../ledger/activity.js";
import { chunkOf } from "../ledger/activity.js";
import type { Block } from "../ledger/ledger.js";
import type { ProofSource } from "../ledger/prove.js";
import type { SegmentLog } from "../storage/log/segment-log.js";
import type { TileStore } from "../storage/tiles/tile-store.js";
import type { Seals } from "./seals.js";

/** The newest signed checkpoint, and what it is of. */
export type Publication = {
  /** C2SP signed note. */
  readonly note: string;
  readonly size: number;
  readonly root: Uint8Array;
  readonly height: number;
  /** Of the last seal, ms since 1970. */
  readonly time: number;
};

/**
 * The log as everyone may see it: up to the newest signed checkpoint, while the engine is perhaps
 * further. Its activity follows by the blocks' facts, and is hashed when a proof asks for it.
 */
export class PublishedLog implements ProofSource {
  readonly #log: SegmentLog;
  readonly #tiles: TileStore;
  readonly #seals: Seals;
  readonly #activity: Activity;
  #publication: Publication | null = null;

  constructor(log: SegmentLog, tiles: TileStore, seals: Seals, activity: Activity) {
    this.#log = log;
    this.#tiles = tiles;
    this.#seals = seals;
    this.#activity = activity;
  }

  get publication(): Publication | null {
    return this.#publication;
  }

  get size(): number {
    return this.#publication?.size ?? 0;
  }

  get height(): number {
    return this.#publication?.height ?? -1;
  }

  /** What was published before the node was opened, or is signed afresh. */
  renew(publication: Publication): void {
    this.#publication = publication;
  }

  /** Facts of a block that is not shown by itself. */
  pass(supersedes: readonly (number | null)[]): void {
    for (const index of supersedes) this.#activity.append(index);
  }

  publish(block: Block, note: string): void {
    this.pass(block.facts.map(({ supersedes }) => supersedes));
    const { size, root, height, time } = block;
    this.#publication = { note, size, root, height, time };
  }

  readonly node = (level: number, index: number): Uint8Array => this.#tiles.node(level, index);

  leaf(index: number): Uint8Array {
    return this.#log.readLeaf(index);
  }

  leaves(from: number, to: number): Uint8Array[] {
    return this.#log.readLeaves(from, to);
  }

  sealIndex(height: number): number {
    return this.#seals.at(height);
  }

  /** Height of the block that holds a published fact. */
  heightOf(index: number): number {
    return this.#seals.heightOf(index);
  }

  heightOfSize(size: number): number | null {
    return this.#seals.heightOfSize(size);
  }

  activity(index: number): { chunk: Uint8Array; path: Uint8Array[]; bit: boolean } {
    const chunk = chunkOf(index);
    return {
      chunk: this.#activity.chunk(chunk),
      path: this.#activity.path(chunk),
      bit: this.#activity.bit(index),
    };
  }

  /** A hash tile as C2SP has it, only up to the published size; null where there is none. */
  tile(level: number, index: number, width: number): Uint8Array | null {
    return this.#tiles.tile(level, index, width, this.size);
  }

  entryBundle(index: number, width: number): Uint8Array | null {
    return index * 256 + width > this.size ? null : this.#log.entryBundle(index, width);
  }
}
