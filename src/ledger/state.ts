import { type Cbor, isCborArray } from "../codec/cbor-value.js";
import type { Fact } from "./fact.js";

/** The newest fact of a key. */
export type StoredFact = {
  readonly index: number;
  /** Absent: the key is retracted. */
  readonly value?: Cbor;
  /** Its leaf where somebody has it, so that who stores the value need not encode it again. */
  readonly leaf?: Uint8Array;
};

export type Deadline = { readonly time: number; readonly key: string };

export interface StateReader {
  /** The newest fact of the key, a retraction too; undefined where there never was one. */
  get(key: string): StoredFact | undefined;
  /** Keys of the facts that a derived list holds, in the order of their keys. */
  members(list: string): readonly string[];
}

/** What a block changes; `lists` and `deadlines` follow from `facts` by the modules' record types. */
export type StateChanges = {
  readonly facts: ReadonlyMap<string, StoredFact>;
  readonly lists: ReadonlyMap<string, readonly string[]>;
  /** The deadline of a key, null where it has none any more. */
  readonly deadlines: ReadonlyMap<string, number | null>;
};

/** The state after the last block: derived from the log, so it may be thrown away. */
export interface StateStore extends StateReader {
  /** @param size of the log after the block, up to which the state then holds */
  apply(changes: StateChanges, size: number): void;
  /** Deadlines at or before `time`, ordered by time, then key. */
  due(time: number): readonly Deadline[];
  earliestDeadline(): number | null;
  /**
   * Brings into memory what `touch` reads, so that execution need not wait for a disk. It is called
   * again while it comes upon more, over what is in memory: what is not yet seems not to be there.
   */
  readAhead(touch: (state: StateReader) => void): Promise<void>;
}

/** What a record type says of one of its facts: a function of the fact alone. */
export type Derived = { readonly lists: readonly string[]; readonly deadline: number | null };
export const DERIVES_NOTHING: Derived = { lists: [], deadline: null };
/** Of the key's record type; null where it derives nothing. */
export type Derive = (key: string) => ((value: Cbor | undefined) => Derived) | null;

/** What the state keeps of a fact: of a transaction, its code alone. */
export function storedFact({ index, kind, value }: Fact): StoredFact {
  const kept = kind === "tx" && isCborArray(value) ? value[1] : value;
  return kept === undefined ? { index } : { index, value: kept };
}

/** What a map held, or undefined where it held nothing. */
type Undo = { readonly map: Map<string, unknown>; readonly key: string; readonly before: unknown };

/** Changes over a state that does not know of them yet. */
export class Overlay implements StateReader {
  readonly #base: StateReader;
  readonly #derive: Derive;
  readonly #facts = new Map<string, StoredFact>();
  readonly #lists = new Map<string, readonly string[]>();
  readonly #deadlines = new Map<string, number | null>();
  /** Since the mark, the latest last. */
  #undos: Undo[] = [];

  constructor(base: StateReader, derive: Derive) {
    this.#base = base;
    this.#derive = derive;
  }

  get(key: string): StoredFact | undefined {
    return this.#facts.get(key) ?? this.#base.get(key);
  }

  members(list: string): readonly string[] {
    return this.#lists.get(list) ?? this.#base.members(list);
  }

  /** A fact, and what follows from it by its record type. */
  set(key: string, fact: StoredFact): void {
    const derive = this.#derive(key);
    if (derive !== null) this.follow(key, derive(this.get(key)?.value), derive(fact.value));
    this.put(key, fact);
  }

  /** A fact from which nothing follows, or what does is told to `follow`. */
  put(key: string, fact: StoredFact): void {
    this.#put(this.#facts, key, fact);
  }

  get changes(): StateChanges {
    return { facts: this.#facts, lists: this.#lists, deadlines: this.#deadlines };
  }

  /** What is set from here on can be taken back. */
  mark(): void {
    this.#undos = [];
  }

  /** Takes back what was set since the mark. */
  undo(): void {
    for (const { map, key, before } of this.#undos.reverse()) {
      if (before === undefined) map.delete(key);
      else map.set(key, before);
    }
    this.#undos = [];
  }

  /** Takes the changes of another overlay over the same state. */
  merge({ facts, lists, deadlines }: StateChanges): void {
    for (const [key, fact] of facts) this.#facts.set(key, fact);
    for (const [list, members] of lists) this.#lists.set(list, members);
    for (const [key, time] of deadlines) this.#deadlines.set(key, time);
  }

  #put<Value>(map: Map<string, Value>, key: string, value: Value): void {
    this.#undos.push({ map, key, before: map.get(key) });
    map.set(key, value);
  }

  /** What follows from the newest fact of the key, and what did from the one before. */
  follow(key: string, before: Derived, after: Derived): void {
    for (const list of before.lists) {
      if (!after.lists.includes(list)) this.#leave(list, key);
    }
    for (const list of after.lists) {
      if (!before.lists.includes(list)) this.#join(list, key);
    }
    if (before.deadline !== after.deadline) this.#put(this.#deadlines, key, after.deadline);
  }

  #leave(list: string, key: string): void {
    const members = this.members(list).filter((member) => member !== key);
    this.#put(this.#lists, list, members);
  }

  #join(list: string, key: string): void {
    this.#put(this.#lists, list, [...this.members(list), key].sort());
  }
}

/** Deadlines in order; small beside the log, so they stand in memory. */
export class Deadlines {
  readonly #times = new Map<string, number>();
  #sorted: Deadline[] | null = [];

  set(key: string, time: number | null): void {
    if (time === null) this.#times.delete(key);
    else this.#times.set(key, time);
    this.#sorted = null;
  }

  earliest(): number | null {
    return this.#order()[0]?.time ?? null;
  }

  due(time: number): readonly Deadline[] {
    const sorted = this.#order();
    const later = sorted.findIndex((deadline) => deadline.time > time);
    return later < 0 ? sorted : sorted.slice(0, later);
  }

  #order(): Deadline[] {
    this.#sorted ??= [...this.#times]
      .map(([key, time]) => ({ time, key }))
      .sort((a, b) => a.time - b.time || (a.key < b.key ? -1 : 1));
    return this.#sorted;
  }
}

/** Where a state in memory keeps values of one kind: a Map does. */
export type Kept<Value> = {
  get(key: string): Value | undefined;
  set(key: string, value: Value): unknown;
};

/** A state in memory, for audits and tests. */
export class MemoryState implements StateStore {
  readonly #facts: Kept<StoredFact>;
  readonly #lists: Kept<readonly string[]>;
  readonly #deadlines = new Deadlines();

  constructor(facts: Kept<StoredFact> = new Map(), lists: Kept<readonly string[]> = new Map()) {
    this.#facts = facts;
    this.#lists = lists;
  }

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

  /** All of it is there. */
  async readAhead(): Promise<void> {}
}
