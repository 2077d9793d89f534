import type { StartTimer } from "#src/engines/timer.js";
import type { VirtualTime } from "../virtual-time.js";

/** The timers of one machine among several: a process that ends takes its own with it. */
export class ProcessTime {
  readonly #time: VirtualTime;
  readonly #stops = new Set<() => void>();

  constructor(time: VirtualTime) {
    this.#time = time;
  }

  readonly after: StartTimer = (ms, work) => {
    const stop = this.#time.after(ms, () => {
      this.#stops.delete(stop);
      work();
    });
    this.#stops.add(stop);
    return () => {
      this.#stops.delete(stop);
      stop();
    };
  };

  /** Calls everything off that is planned here. */
  clear(): void {
    for (const stop of this.#stops) stop();
    this.#stops.clear();
  }
}
