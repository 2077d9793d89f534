/** Calls `work` once after `ms`; the answer calls it off. In a simulation time is another's. */
export type StartTimer = (ms: number, work: () => void) => () => void;

/** setTimeout takes no longer ones; who is woken too early waits again. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export const startTimer: StartTimer = (ms, work) => {
  const timer = setTimeout(work, Math.min(ms, LONGEST_TIMER_MS));
  return () => clearTimeout(timer);
};
