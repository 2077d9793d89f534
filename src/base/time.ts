/** Farther times have no date (ECMA-262 §21.4.1.1), and whoever asks for one gets an error. */
const FARTHEST_MS = 8_640_000_000_000_000;

/** Whether a calendar date can be told of it. @param ms since 1970 */
export const isTime = (ms: number): boolean => Math.abs(ms) <= FARTHEST_MS;
