import type { StartTimer } from "#src/engines/timer.js";

type Timer = { readonly at: number; readonly order: number; readonly work: () => void };

/** Time that passes only by what is planned in it. */
export class VirtualTime {
  /** ms since the beginning; it never goes back, which the clock on the wall may. */
  #now = 0;
  #ahead = 0;
  #order = 0;
  readonly #begin: number;
  readonly #timers = new Set<Timer>();

  /** @param begin ms since 1970 */
  constructor(begin: number) {
    this.#begin = begin;
  }

  /** The clock on the wall, ms since 1970. */
  readonly now = (): number => this.#begin + this.#now + this.#ahead;

  /** Sets the clock on the wall, which no timer notices. */
  jump(ms: number): void {
    this.#ahead += ms;
  }

  readonly after: StartTimer = (ms, work) => {
    const timer = { at: this.#now + ms, order: this.#order++, work };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  };

  /** Calls everything off that is planned, as the end of a process does. */
  clear(): void {
    this.#timers.clear();
  }

  /** Does what is planned next, and waits until all that follows at once is done. False where nothing is. */
  async step(): Promise<boolean> {
    const next = this.#next();
    if (next === null) return false;
    this.#timers.delete(next);
    this.#now = next.at;
    next.work();
    await settled();
    return true;
  }

  /** Lets time pass until the promise is settled, or `given` says that it never will be. */
  async until<T>(promise: Promise<T>, given: () => boolean): Promise<T | null> {
    let isSettled = false;
    const mark = () => {
      isSettled = true;
    };
    promise.then(mark, mark);
    await settled();
    while (!isSettled && !given() && (await this.step()));
    return isSettled ? promise : null;
  }

  #next(): Timer | null {
    let next: Timer | null = null;
    for (const timer of this.#timers) {
      if (next === null || timer.at < next.at || (timer.at === next.at && timer.order < next.order))
        next = timer;
    }
    return next;
  }
}

/** Microtasks come before the next turn of the event loop, however many follow on each other. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
