import { join } from "node:path";
import { equalBytes } from "../../base/bytes.js";
import { type CounterfoilError, isCoded } from "../../base/errors.js";
import { RecentValues } from "../../base/recent-values.js";
import { Frontier, type OnNode } from "../../crypto/frontier.js";
import { type NodeAt, rootOf } from "../../crypto/prove-tree.js";
import { makeDirectory } from "../disk.js";
import { type FileSystem, nodeFileSystem } from "../file-system.js";
import { tilesError } from "./errors.js";
import { LevelFile } from "./level-file.js";
import { readMarker, removeMarker, writeMarker } from "./marker.js";
import { Tile } from "./tile.js";
import { isTileName, TILE_WIDTH } from "./tile-path.js";

/** Levels of the tree from one level of tiles to the next. */
const HEIGHT = 8;
/** Tiles that stay computed: about 17 KB each. */
const CACHED_TILES = 480;
/** Leaves between two markers: so many are read from the log again after a crash. */
const MARKER_LEAVES = 65_536;

export type TileOptions = {
  /** Of the log. */
  readonly size: number;
  /** Hashes of the log's leaves from … to − 1, in order. */
  readonly leafHashes: (from: number, to: number) => Iterable<Uint8Array>;
  /** Root that the log must have at a size up to its own, or null where nothing is known of it. */
  readonly expected?: { readonly size: number; readonly root: Uint8Array } | null;
  readonly system?: FileSystem;
  /** Told why all tiles are made anew from the log, before they are. */
  readonly onRebuild?: (reason: CounterfoilError) => void;
};

/**
 * The log's tree on disk, as C2SP tlog-tiles serves it. Fed by the log's frontier; derived, so it
 * lags behind the log on disk, and is made anew where it is damaged.
 */
export class TileStore {
  readonly #dir: string;
  readonly #system: FileSystem;
  readonly #levels: LevelFile[];
  readonly #tiles = new RecentValues<string, Tile>(CACHED_TILES);
  #marked: number;
  #saving: Promise<void> | null = null;
  #failure: CounterfoilError | null = null;
  #damaged = false;
  #closed = false;

  /** @param size leaves to keep of those on disk */
  private constructor(dir: string, size: number, system: FileSystem) {
    this.#dir = dir;
    this.#system = system;
    this.#levels = openLevels(dir, size, system);
    this.#marked = size;
  }

  /**
   * The tiles in `dir`/tiles, brought up to the log, and the log's frontier, which feeds them.
   * @throws TILES_ROOT, TILES_LEAVES, DISK_*
   */
  static async open(
    dir: string,
    options: TileOptions,
  ): Promise<{ readonly tiles: TileStore; readonly frontier: Frontier }> {
    const path = join(dir, "tiles");
    const { system = nodeFileSystem } = options;
    makeDirectory(path, system);
    const marked = readMarker(join(path, "size"), system);
    // What lies past the size whose root is known, nothing could check.
    const kept = Math.min(marked, options.size, options.expected?.size ?? options.size);
    if (kept < marked) await writeMarker(join(path, "size"), kept, system);
    try {
      return await TileStore.#openFrom(path, kept, options);
    } catch (error) {
      const rebuilds = isCoded(error) && /^TILES_(?:CORRUPT|ROOT)$/.test(error.code);
      if (!rebuilds || kept === 0) throw error;
      options.onRebuild?.(error);
      return await TileStore.#openFrom(path, 0, options);
    }
  }

  static async #openFrom(path: string, kept: number, options: TileOptions) {
    const tiles = new TileStore(path, kept, options.system ?? nodeFileSystem);
    try {
      const frontier = Frontier.fromPeaks(kept, peaks(kept, tiles.node), tiles.onNode);
      await tiles.#catchUp(frontier, options);
      const { expected = null } = options;
      if (expected !== null && !equalBytes(rootOf(expected.size, tiles.node), expected.root)) {
        throw tilesError("TILES_ROOT", { size: expected.size, kept });
      }
      return { tiles, frontier };
    } catch (error) {
      tiles.#closeFiles();
      throw error;
    }
  }

  /** Leaves that the tiles hold, on disk or not yet. */
  get size(): number {
    return this.#levels[0]?.count ?? 0;
  }

  /** What the log's frontier tells. @throws TILES_FAILED after that happened, TILES_CLOSED, TILES_ORDER, DISK_* */
  readonly onNode: OnNode = (level, index, hash) => {
    if (level % HEIGHT !== 0) return;
    if (level === 0) {
      if (this.#failure !== null) throw this.#failure;
      // Before the leaf, since its subtrees are told after it.
      if (index - this.#marked >= MARKER_LEAVES) this.#startSaving();
    }
    this.#level(level / HEIGHT).append(index, hash);
  };

  /** For the proofs of `prove-tree.ts`. @throws TILES_RANGE, TILES_CORRUPT, DISK_* */
  readonly node: NodeAt = (level, index) => {
    const tileLevel = Math.floor(level / HEIGHT);
    const above = level % HEIGHT;
    const width = 2 ** above;
    const count = this.#levels[tileLevel]?.count ?? 0;
    if (!(index >= 0 && (index + 1) * width <= count)) {
      throw tilesError("TILES_RANGE", { level, index, size: this.size });
    }
    const perTile = TILE_WIDTH / width;
    const n = Math.floor(index / perTile);
    return this.#tile(tileLevel, n).node(above, index - n * perTile);
  };

  /**
   * Tile n of a level as it is served: 32·width bytes, or null where the tree of `published` leaves
   * has no such tile. @throws TILES_CORRUPT, DISK_*
   */
  tile(level: number, n: number, width: number, published: number): Uint8Array | null {
    if (!isTileName({ level, n, width })) return null;
    const count = Math.floor(Math.min(published, this.size) / TILE_WIDTH ** level);
    return n * TILE_WIDTH + width <= count ? this.#tile(level, n).bytes(width) : null;
  }

  /** When all that was told so far is durable. @throws TILES_FAILED */
  async flush(): Promise<void> {
    await this.#saving;
    this.#startSaving();
    await this.#saving;
    if (this.#failure !== null) throw this.#failure;
  }

  /** Flushes, and takes nothing more; the files are closed even where that fails. @throws TILES_FAILED */
  async close(): Promise<void> {
    if (this.#closed) return;
    try {
      await this.flush();
    } finally {
      this.#closeFiles();
    }
  }

  async #catchUp(frontier: Frontier, { size, leafHashes }: TileOptions): Promise<void> {
    while (frontier.size < size) {
      const to = Math.min(size, frontier.size + MARKER_LEAVES);
      for (const hash of leafHashes(frontier.size, to)) frontier.append(hash);
      if (frontier.size !== to) throw tilesError("TILES_LEAVES", { size, given: frontier.size });
      await this.flush();
    }
  }

  #startSaving(): void {
    if (this.#saving !== null || this.#failure !== null) return;
    this.#saving = this.#save()
      .catch((cause: unknown) => {
        this.#failure = tilesError("TILES_FAILED", { size: this.size }, cause);
      })
      .finally(() => {
        this.#saving = null;
      });
  }

  async #save(): Promise<void> {
    const { size } = this;
    if (this.#damaged || size === this.#marked) return;
    for (const level of this.#levels) level.write();
    await Promise.all(this.#levels.map((level) => level.sync()));
    await writeMarker(join(this.#dir, "size"), size, this.#system);
    this.#marked = size;
  }

  /** The file of a level, begun where there is none yet. */
  #level(level: number): LevelFile {
    const file =
      this.#levels[level] ?? LevelFile.open(join(this.#dir, String(level)), 0, this.#system);
    this.#levels[level] = file;
    return file;
  }

  #tile(level: number, n: number): Tile {
    const name = `${level}/${n}`;
    const count = this.#levels[level]?.count ?? 0;
    const width = Math.min(TILE_WIDTH, count - n * TILE_WIDTH);
    const known = this.#tiles.get(name);
    if (known !== undefined && known.width >= width) return known;
    // Away first: what turns out to be damaged must not stay.
    this.#tiles.delete(name);
    const tile = known ?? new Tile();
    this.#read(level, n, tile, width);
    this.#tiles.set(name, tile, 1);
    return tile;
  }

  /** A full tile must have the hash that stands for it in the tile above. */
  #read(level: number, n: number, tile: Tile, width: number): void {
    if (this.#closed) throw tilesError("TILES_CLOSED");
    const start = n * TILE_WIDTH;
    const hashes = this.#levels[level]?.read(start + tile.width, start + width);
    if (hashes !== undefined) tile.extend(hashes);
    if (width < TILE_WIDTH) return;
    const above = this.#levels[level + 1]?.read(n, n + 1);
    if (above !== undefined && equalBytes(tile.root(), above)) return;
    this.#damaged = true;
    removeMarker(join(this.#dir, "size"), this.#system);
    throw tilesError("TILES_CORRUPT", { level, n });
  }

  #closeFiles(): void {
    // The number of a closed file may soon be another file's.
    this.#failure ??= tilesError("TILES_CLOSED");
    this.#closed = true;
    for (const level of this.#levels) level.close();
  }
}

function openLevels(dir: string, size: number, system: FileSystem): LevelFile[] {
  const levels: LevelFile[] = [];
  try {
    for (let count = size; count > 0; count = Math.floor(count / TILE_WIDTH)) {
      levels.push(LevelFile.open(join(dir, String(levels.length)), count, system));
    }
    return levels;
  } catch (error) {
    for (const level of levels) level.close();
    throw error;
  }
}

/** Roots of the complete subtrees of the first `size` leaves, largest first. */
function peaks(size: number, node: NodeAt): Uint8Array[] {
  const found: Uint8Array[] = [];
  let from = 0;
  for (let width = 2 ** 52, level = 52; level >= 0; width /= 2, level--) {
    if (size - from < width) continue;
    found.push(node(level, from / width));
    from += width;
  }
  return found;
}
