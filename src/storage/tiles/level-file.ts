import { DiskFile } from "../disk.js";
import type { FileSystem } from "../file-system.js";
import { tilesError } from "./errors.js";

export const HASH_BYTES = 32;

/** Hashes are written in runs of this many: a copy to the page cache, so it does not wait for a disk. */
const RUN = 4096;

/**
 * One level of tiles: hash i at byte 32·i, so that a tile is a slice and a partial tile a shorter
 * one. Reading sees what is not written yet.
 */
export class LevelFile {
  readonly #file: DiskFile;
  readonly #waiting = new Uint8Array(RUN * HASH_BYTES);
  #written: number;
  #count: number;

  private constructor(file: DiskFile, count: number) {
    this.#file = file;
    this.#written = count;
    this.#count = count;
  }

  /** The first `count` hashes of the file, the rest cut. @throws TILES_CORRUPT, DISK_* */
  static open(path: string, count: number, system: FileSystem): LevelFile {
    const file = DiskFile.open(path, system.exists(path) ? "write" : "create", system);
    const { byteLength } = file;
    if (byteLength < count * HASH_BYTES) {
      file.close();
      throw tilesError("TILES_CORRUPT", { path, byteLength, count });
    }
    if (byteLength > count * HASH_BYTES) file.truncate(count * HASH_BYTES);
    return new LevelFile(file, count);
  }

  /** Hashes, written or not. */
  get count(): number {
    return this.#count;
  }

  /** @throws TILES_ORDER, DISK_* */
  append(index: number, hash: Uint8Array): void {
    if (index !== this.#count) {
      throw tilesError("TILES_ORDER", { path: this.#file.path, index, count: this.#count });
    }
    this.#waiting.set(hash, (index - this.#written) * HASH_BYTES);
    this.#count++;
    if (this.#count - this.#written === RUN) this.write();
  }

  /** Hands what waits to the operating system. @throws DISK_* */
  write(): void {
    if (this.#count === this.#written) return;
    const length = (this.#count - this.#written) * HASH_BYTES;
    this.#file.write(this.#waiting.subarray(0, length), this.#written * HASH_BYTES);
    this.#written = this.#count;
  }

  /** Hashes from … to − 1, of which there must be as many. @throws TILES_CORRUPT, DISK_* */
  read(from: number, to: number): Uint8Array {
    const hashes = new Uint8Array((to - from) * HASH_BYTES);
    const onDisk = Math.max(0, Math.min(to, this.#written) - from) * HASH_BYTES;
    const length = this.#file.read(hashes, 0, onDisk, from * HASH_BYTES);
    if (length !== onDisk) throw tilesError("TILES_CORRUPT", { path: this.#file.path, from, to });
    const start = (Math.max(from, this.#written) - this.#written) * HASH_BYTES;
    const rest = hashes.length - onDisk;
    if (rest > 0) hashes.set(this.#waiting.subarray(start, start + rest), onDisk);
    return hashes;
  }

  sync(): Promise<void> {
    return this.#file.sync();
  }

  close(): void {
    this.#file.close();
  }
}
