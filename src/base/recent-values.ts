type Entry<Value> = { readonly value: Value; readonly weight: number };

/**
 * What was used of late, up to a sum of weights: two generations, of which the elder goes as a whole
 * when the younger has grown to half of the limit. Nothing is moved on a hit in the younger one: to
 * keep the exact order of use cost more than reading from disk.
 */
export class RecentValues<Key, Value> {
  readonly #half: number;
  readonly #mayGo: (value: Value) => boolean;
  #young = new Map<Key, Entry<Value>>();
  #old = new Map<Key, Entry<Value>>();
  /** Of the younger generation. */
  #weight = 0;
  #turns = 0;

  /**
   * @param limit greatest sum of the weights that `set` is given
   * @param mayGo false for what must stay, whatever the limit
   */
  constructor(limit: number, mayGo: (value: Value) => boolean = () => true) {
    this.#half = Math.floor(limit / 2);
    this.#mayGo = mayGo;
  }

  /** How often the elder generation has gone: what was set since the last time is still here. */
  get turns(): number {
    return this.#turns;
  }

  get(key: Key): Value | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young.value;
    const old = this.#old.get(key);
    if (old === undefined) return undefined;
    this.#enter(key, old);
    return old.value;
  }

  set(key: Key, value: Value, weight: number): void {
    this.#enter(key, { value, weight });
  }

  delete(key: Key): void {
    const young = this.#young.get(key);
    if (young !== undefined) {
      this.#young.delete(key);
      this.#weight -= young.weight;
    }
    this.#old.delete(key);
  }

  #enter(key: Key, entry: Entry<Value>): void {
    if (this.#weight > 0 && this.#weight + entry.weight > this.#half) this.#age();
    this.#young.set(key, entry);
    this.#weight += entry.weight;
  }

  #age(): void {
    this.#turns++;
    const gone = this.#old;
    this.#old = this.#young;
    this.#young = new Map();
    this.#weight = 0;
    // Not by an iterator, which makes a pair of each of so many.
    gone.forEach((entry, key) => {
      if (!this.#mayGo(entry.value) && !this.#old.has(key)) this.#young.set(key, entry);
    });
  }
}
