import { errorFamily } from "../base/errors.js";

export const engineError = errorFamily({
  ENGINE_FULL: "The node has as many transactions waiting as it takes; come again in a moment.",
  ENGINE_SENDER_FULL:
    "This sender has as many transactions waiting as one may; come again in a moment.",
  ENGINE_QUORUM:
    "Too few of the agencies get on with one another to take more; come again in a moment.",
  ENGINE_HALTED: "The node has stopped taking transactions; its log says why.",
  ENGINE_STOPPING: "The node is stopping.",
  ADMIT_STRANGER: "No signer is anybody on this ledger, so this node does not take it.",
  ADMIT_EXPIRED: "The transaction's time is over.",
  ADMIT_VALIDITY: "The transaction would be valid for more than 30 days.",
});
