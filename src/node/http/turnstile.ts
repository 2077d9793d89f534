import { apiError } from "../../api/errors.js";
import { Turns } from "../../base/turns.js";
import { serverLimits as limits } from "./limits.js";

type Go = () => void;

/**
 * Requests that are read faster than they can be answered wait, and places take turns: whoever sends
 * much waits for its own. While there is time, nobody waits.
 */
export class Turnstile {
  readonly #turns = new Turns<Go>();
  /** When this turn of the event loop began to answer; null before. */
  #began: number | null = null;

  /** Calls `go` at once or in its turn. @throws API_BUSY */
  enter(place: string, go: Go): void {
    const { size } = this.#turns;
    const now = performance.now();
    if (size === 0 && now - (this.#began ?? now) < limits.sliceMs) {
      this.#begin(now);
      go();
      return;
    }
    if (size >= limits.waiting || this.#turns.of(place) >= limits.waitingOfPlace) {
      throw apiError("API_BUSY");
    }
    this.#turns.add(place, go);
  }

  #begin(now: number): void {
    if (this.#began !== null) return;
    this.#began = now;
    setImmediate(() => this.#next());
  }

  /** One a turn of the event loop: what it begins goes on in promises, which all come before the next. */
  #next(): void {
    this.#began = null;
    for (const go of this.#turns.take(1)) go();
    if (this.#turns.size > 0) this.#begin(performance.now());
  }
}
