import { equalBytes } from "../../base/bytes.js";
import { RecentValues } from "../../base/recent-values.js";
import type { Checkpoint } from "../../crypto/checkpoint.js";
import { EMPTY_ROOT } from "../../crypto/hash.js";
import { type NodeAt, rootOf } from "../../crypto/prove-tree.js";
import { sdkError } from "../../sdk/errors.js";
import { Tile } from "../../storage/tiles/tile.js";
import { TILE_WIDTH } from "../../storage/tiles/tile-path.js";
import { nodeError } from "../errors.js";
import { leafTreeHash } from "./leaf-tree-hash.js";
import { quiet } from "./quiet.js";
import type { RemoteLog } from "./remote-log.js";
import type { Stretch } from "./verification.js";

/** Levels of the tree from one level of tiles to the next. */
const HEIGHT = 8;
/** About 17 KB each. */
const CACHED_TILES = 256;
/** Bundles that are under way at a time. */
const AHEAD = 4;

/**
 * The tree under a checkpoint, fetched tile by tile from its root downwards: a tile counts once its
 * hash stands in the one above, and a leaf once its hash stands in its tile. So of each leaf alone it
 * is known, when it arrives, that it is under the root that was signed.
 */
export class RemoteTree {
  readonly size: number;
  readonly #remote: RemoteLog;
  readonly #root: Uint8Array;
  readonly #tiles = new RecentValues<string, Promise<Tile>>(CACHED_TILES);
  #edge: Promise<ReadonlyMap<number, Tile>> | null = null;

  constructor(remote: RemoteLog, { size, root }: Checkpoint) {
    this.#remote = remote;
    this.size = size;
    this.#root = root;
  }

  /** Hash of a complete subtree. @throws REMOTE_* */
  async node(level: number, index: number): Promise<Uint8Array> {
    const above = level % HEIGHT;
    const perTile = TILE_WIDTH / 2 ** above;
    const n = Math.floor(index / perTile);
    const tile = await this.#tile(Math.floor(level / HEIGHT), n);
    return tile.node(above, index - n * perTile);
  }

  /** Runs an algorithm over the tree. Which hashes it asks for must not depend on what they are. */
  async over<T>(work: (node: NodeAt) => T): Promise<T> {
    const known = new Map<string, Uint8Array>();
    const asked: (readonly [level: number, index: number])[] = [];
    work((level, index) => {
      asked.push([level, index]);
      return EMPTY_ROOT;
    });
    for (const [level, index] of asked) {
      known.set(`${level}/${index}`, await this.node(level, index));
    }
    return work((level, index) => known.get(`${level}/${index}`) ?? EMPTY_ROOT);
  }

  /** Root of its first `size` leaves. @throws REMOTE_* */
  rootAt(size: number): Promise<Uint8Array> {
    return this.over((node) => rootOf(size, node));
  }

  /** The leaves from `from` on, a bundle at a time. @throws REMOTE_*, REPLICA_BAD */
  async *leaves(from: number): AsyncGenerator<Stretch> {
    const end = Math.ceil(this.size / TILE_WIDTH);
    const coming: Promise<Uint8Array[]>[] = [];
    let next = Math.floor(from / TILE_WIDTH);
    let skip = from % TILE_WIDTH;
    while (next < end || coming.length > 0) {
      while (coming.length < AHEAD && next < end) coming.push(quiet(this.#bundle(next++)));
      const leaves = await coming.shift();
      yield leaves?.slice(skip) ?? [];
      skip = 0;
    }
  }

  async #bundle(n: number): Promise<Uint8Array[]> {
    const leaves = await this.#remote.bundle(n, this.#width(0, n));
    const tile = await this.#tile(0, n);
    for (const [i, leaf] of leaves.entries()) {
      const index = n * TILE_WIDTH + i;
      if (!equalBytes(leafTreeHash(leaf, index), tile.node(0, i))) {
        throw nodeError("REPLICA_BAD", { index, code: "TREE_INCLUSION" });
      }
    }
    return leaves;
  }

  #width(level: number, n: number): number {
    const count = Math.floor(this.size / TILE_WIDTH ** level);
    return Math.min(TILE_WIDTH, count - n * TILE_WIDTH);
  }

  async #tile(level: number, n: number): Promise<Tile> {
    this.#edge ??= quiet(this.#fetchEdge());
    const edge = await this.#edge;
    const partial = this.#width(level, n) < TILE_WIDTH ? edge.get(level) : undefined;
    if (partial !== undefined) return partial;
    const name = `${level}/${n}`;
    const known = this.#tiles.get(name);
    if (known !== undefined) return known;
    const tile = quiet(this.#fetchFull(level, n));
    this.#tiles.set(name, tile, 1);
    return tile;
  }

  async #fetchFull(level: number, n: number): Promise<Tile> {
    const tile = await this.#fetch(level, n, TILE_WIDTH);
    const expected = await this.node((level + 1) * HEIGHT, n);
    if (equalBytes(tile.root(), expected)) return tile;
    throw sdkError("REMOTE_ANSWER", { level, n, problem: "not the tile that was signed" });
  }

  /** The partial tiles at the right edge, one a level at most: together they have the root. */
  async #fetchEdge(): Promise<ReadonlyMap<number, Tile>> {
    const edge = new Map<number, Tile>();
    for (let level = 0, count = this.size; count > 0; level++) {
      const width = count % TILE_WIDTH;
      const n = Math.floor(count / TILE_WIDTH);
      if (width > 0) edge.set(level, await this.#fetch(level, n, width));
      count = n;
    }
    const root = rootOf(this.size, (level, index) => {
      const above = level % HEIGHT;
      const tile = edge.get(Math.floor(level / HEIGHT));
      return tile?.node(above, index % (TILE_WIDTH / 2 ** above)) ?? EMPTY_ROOT;
    });
    if (equalBytes(root, this.#root)) return edge;
    const { size } = this;
    throw sdkError("REMOTE_ANSWER", { size, problem: "the tiles have not the signed root" });
  }

  async #fetch(level: number, n: number, width: number): Promise<Tile> {
    const tile = new Tile();
    tile.extend(await this.#remote.tile(level, n, width));
    return tile;
  }
}
