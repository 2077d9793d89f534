/** A part of the time that making it again may take, where what it is made of changes all the time. */
const MOST_PART = 10;

/**
 * One thing that many ask for, made at most once for what it is made of. It is made again when that
 * has changed or it has grown old, but never so often that making it keeps the process from its work.
 */
export class Shelf<Source, Thing> {
  readonly #keepMs: number;
  readonly #make: (source: Source) => Thing;
  readonly #now: () => number;
  #kept: {
    readonly source: Source;
    readonly thing: Thing;
    readonly made: number;
    readonly tookMs: number;
  } | null = null;

  /** @param now in ms, never back */
  constructor(
    keepMs: number,
    make: (source: Source) => Thing,
    now: () => number = () => performance.now(),
  ) {
    this.#keepMs = keepMs;
    this.#make = make;
    this.#now = now;
  }

  get(source: Source): Thing {
    const now = this.#now();
    const kept = this.#kept;
    if (kept !== null) {
      const age = now - kept.made;
      const keepMs = kept.source === source ? this.#keepMs : kept.tookMs * MOST_PART;
      if (age < keepMs) return kept.thing;
    }
    const thing = this.#make(source);
    const made = this.#now();
    this.#kept = { source, thing, made, tookMs: made - now };
    return thing;
  }
}
