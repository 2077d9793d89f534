import { RecentValues } from "../../base/recent-values.js";
import { type Kept, MemoryState } from "../../ledger/state.js";
import { type Codec, factCodec, listCodec } from "../../storage/index/stored.js";
import { SlabMap } from "./slab-map.js";

/** Values that stay decoded: what transactions read again and again. */
const DECODED = 20_000;

/** The state while a log is audited: nothing of it touches the disk, some 200 bytes a fact in memory. */
export const auditState = (): MemoryState =>
  new MemoryState(new Packed(factCodec), new Packed(listCodec));

/** Values as the state index would store them, and those last read as they are. */
class Packed<Value> implements Kept<Value> {
  readonly #codec: Codec<Value>;
  readonly #stored = new SlabMap();
  readonly #decoded = new RecentValues<string, Value>(DECODED);

  constructor(codec: Codec<Value>) {
    this.#codec = codec;
  }

  get(key: string): Value | undefined {
    const near = this.#decoded.get(key);
    if (near !== undefined) return near;
    const stored = this.#stored.get(key);
    if (stored === undefined) return undefined;
    // A copy: what is decoded may hold on to the bytes, and these may be written over.
    const value = this.#codec.decode(stored.slice());
    this.#decoded.set(key, value, 1);
    return value;
  }

  set(key: string, value: Value): void {
    this.#decoded.delete(key);
    this.#stored.set(key, this.#codec.encode(value));
  }
}
