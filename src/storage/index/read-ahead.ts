import type { StateReader, StoredFact } from "../../ledger/state.js";
import type { Shelf } from "./shelf.js";

/** How often what was read may show what else to read: a key, whose handle, whose record. */
const MOST_HOPS = 3;

/** Facts that execution will ask for, read from disk beside the thread that executes. */
export class ReadAhead {
  readonly #facts: Shelf<StoredFact>;
  readonly #readMany: (keys: readonly string[]) => Promise<(Uint8Array | undefined)[]>;
  /** What is read with the next message to the disk, and when it has been. */
  #next: { readonly keys: Set<string>; readonly done: Promise<void> } | null = null;

  constructor(
    facts: Shelf<StoredFact>,
    readMany: (keys: readonly string[]) => Promise<(Uint8Array | undefined)[]>,
  ) {
    this.#facts = facts;
    this.#readMany = readMany;
  }

  async bring(touch: (state: StateReader) => void): Promise<void> {
    for (let hop = 0; hop < MOST_HOPS; hop++) {
      const lacking = this.#lacking(touch);
      if (lacking.length === 0) return;
      await this.#read(lacking);
    }
  }

  #lacking(touch: (state: StateReader) => void): string[] {
    const lacking: string[] = [];
    touch({
      get: (key) => {
        const fact = this.#facts.peek(key);
        if (fact === undefined && this.#facts.lacks(key)) lacking.push(key);
        return fact;
      },
      members: () => [],
    });
    return lacking;
  }

  /** What many ask for in one turn of the event loop is read at once. */
  #read(keys: readonly string[]): Promise<void> {
    this.#next ??= this.#begin();
    for (const key of keys) this.#next.keys.add(key);
    return this.#next.done;
  }

  #begin() {
    const keys = new Set<string>();
    const done = Promise.resolve().then(async () => {
      this.#next = null;
      const { turns } = this.#facts;
      const wanted = [...keys];
      const stored = await this.#readMany(wanted);
      for (const [i, key] of wanted.entries()) this.#facts.keepRead(key, stored[i], turns);
    });
    return { keys, done };
  }
}
