import { errorFamily } from "#src/base/errors.js";

/** What a target finds wrong with an answer that is no crash. */
export const fuzzError = errorFamily({
  FUZZ_ROUND_TRIP: "What was accepted does not encode back to the same bytes.",
  FUZZ_CODE: "The refusal bears a code that this input must not be refused with.",
  FUZZ_STATE: "A refused transaction changed more than its own fact.",
  FUZZ_INVARIANT: "An invariant does not hold.",
  FUZZ_ANSWER: "The answer is not one that the address is documented to give.",
  FUZZ_USAGE: "The command was not used as it is meant to be.",
});
