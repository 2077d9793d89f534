import { decodeCbor } from "../../codec/cbor-decode.js";
import { encodeCbor } from "../../codec/cbor-encode.js";
import { type Cbor, isCborArray } from "../../codec/cbor-value.js";
import {
  type Deadline,
  Deadlines,
  type StateChanges,
  type StateStore,
  type StoredFact,
} from "../../ledger/state.js";
import { Lru } from "../../storage/index/lru.js";
import { SlabMap } from "./slab-map.js";

/** Values that stay decoded: what a block reads again and again. */
const DECODED = 20_000;

/** The state while a log is audited: nothing of it touches the disk, some 200 bytes a fact in memory. */
export class AuditState implements StateStore {
  readonly #facts = new Shelf<StoredFact>(
    ({ index, value }) => (value === undefined ? [index] : [index, value]),
    (item) => {
      const [index, value] = isCborArray(item) ? item : [];
      return value === undefined ? { index: Number(index) } : { index: Number(index), value };
    },
  );
  readonly #lists = new Shelf<readonly string[]>(
    (members) => [...members],
    (item) => (isCborArray(item) ? item.map(String) : []),
  );
  readonly #deadlines = new Deadlines();

  get(key: string): StoredFact | undefined {
    return this.#facts.get(key);
  }

  members(list: string): readonly string[] {
    return this.#lists.get(list) ?? [];
  }

  apply({ facts, lists, deadlines }: StateChanges): void {
    for (const [key, fact] of facts) this.#facts.set(key, fact);
    for (const [list, members] of lists) this.#lists.set(list, members);
    for (const [key, time] of deadlines) this.#deadlines.set(key, time);
  }

  due(time: number): readonly Deadline[] {
    return this.#deadlines.due(time);
  }

  earliestDeadline(): number | null {
    return this.#deadlines.earliest();
  }
}

/** Values as bytes, and those last used as they are. */
class Shelf<Value> {
  readonly #bytes = new SlabMap();
  readonly #decoded = new Lru<string, Value>(DECODED);
  readonly #encode: (value: Value) => Cbor;
  readonly #decode: (item: Cbor) => Value;

  constructor(encode: (value: Value) => Cbor, decode: (item: Cbor) => Value) {
    this.#encode = encode;
    this.#decode = decode;
  }

  get(key: string): Value | undefined {
    const near = this.#decoded.get(key);
    if (near !== undefined) return near;
    const bytes = this.#bytes.get(key);
    if (bytes === undefined) return undefined;
    // A copy: what is decoded may hold on to the bytes, and these may be written over.
    const value = this.#decode(decodeCbor(bytes.slice()));
    this.#decoded.set(key, value, 1);
    return value;
  }

  set(key: string, value: Value): void {
    this.#bytes.set(key, encodeCbor(this.#encode(value)));
    this.#decoded.set(key, value, 1);
  }
}
