/** Of leaves in one chunk of a snapshot; CometBFT carries 16 MB at most. */
const CHUNK_BYTES = 4 * 1024 * 1024;

/** Where the chunks of a snapshot begin: a function of the lengths of the log's leaves alone. */
export class ChunkStarts {
  readonly #chunkBytes: number;
  readonly #starts: number[] = [];
  #size = 0;
  #bytes: number;

  constructor(chunkBytes = CHUNK_BYTES) {
    this.#chunkBytes = chunkBytes;
    this.#bytes = chunkBytes;
  }

  /** The next leaf of the log. */
  push(leafBytes: number): void {
    if (this.#bytes + leafBytes > this.#chunkBytes) {
      this.#starts.push(this.#size);
      this.#bytes = 0;
    }
    this.#bytes += leafBytes;
    this.#size++;
  }

  /** Index of the first leaf of each chunk of the log's first `size` leaves. */
  below(size: number): readonly number[] {
    const end = this.#starts.findLastIndex((start) => start < size) + 1;
    return this.#starts.slice(0, end);
  }
}
