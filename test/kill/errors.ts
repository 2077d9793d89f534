import { errorFamily } from "#src/base/errors.js";

/** What a kill may show. */
export const killError = errorFamily({
  KILL_NOT_READY: "The node did not become ready after it was killed.",
  KILL_SLOW: "The node took longer to become ready than it may.",
  KILL_LOST: "What was acknowledged is not on record as it was.",
  KILL_BEHIND: "The node shows a smaller log than it has shown before.",
  KILL_RECEIPT: "A receipt of what was acknowledged does not hold.",
  KILL_AUDIT: "The audit of what is left found the log damaged.",
});
