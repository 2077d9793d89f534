import { equalBytes } from "#src/base/bytes.js";
import { fuzzError } from "../errors.js";

/** What was accepted must have this one encoding. @throws FUZZ_ROUND_TRIP */
export function assertSame(input: Uint8Array, again: Uint8Array): void {
  if (!equalBytes(input, again)) throw fuzzError("FUZZ_ROUND_TRIP");
}

/** @throws FUZZ_ROUND_TRIP */
export function assertTrue(holds: boolean, what: string): void {
  if (!holds) throw fuzzError("FUZZ_ROUND_TRIP", { what });
}

/** The text as a program reads it from a file or an answer: what is not UTF-8 is replaced. */
export const lossy = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
