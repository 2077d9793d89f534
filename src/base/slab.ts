const SLAB_BYTES = 64 * 1024;
/** Longer ones get a buffer of their own. */
const MOST_BYTES = 8 * 1024;

/**
 * Room for small byte strings that are soon forgotten, many cut from one buffer: to make a buffer of
 * its own costs ten times as much as to cut one. What is to be kept or sent elsewhere is copied first,
 * since a part holds the whole.
 */
export class Slab {
  #bytes = new Uint8Array(SLAB_BYTES);
  #used = 0;

  /** A copy of the bytes. */
  readonly keep = (bytes: Uint8Array): Uint8Array => {
    const { length } = bytes;
    if (length > MOST_BYTES) return bytes.slice();
    if (this.#used + length > SLAB_BYTES) {
      this.#bytes = new Uint8Array(SLAB_BYTES);
      this.#used = 0;
    }
    const part = this.#bytes.subarray(this.#used, this.#used + length);
    part.set(bytes);
    this.#used += length;
    return part;
  };
}
