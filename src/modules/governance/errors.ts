import { errorFamily } from "../../base/errors.js";

export const governanceError = errorFamily({
  GOVERNANCE_GENESIS: "The genesis fact's member of this module is not of its form.",
  GOVERNANCE_AGENCY_UNKNOWN: "There is no such agency.",
  GOVERNANCE_AGENCIES: "Not every agency of the open epoch is named exactly once.",
  GOVERNANCE_QUORUM: "Fewer agencies' governors have signed than the epoch's threshold asks for.",
  GOVERNANCE_CLOSING: "An epoch can only close at the size that the log has before this block.",
  GOVERNANCE_LOST: "The lost sizes must lie above the size that the log is left with.",
  GOVERNANCE_KEY: "An agency's key is no Ed25519 key in its one encoding, or is of small order.",
  GOVERNANCE_KEY_TAKEN: "The key was bound before; a new epoch takes new keys.",
  GOVERNANCE_KEY_LINE: "In a note's lines the key would have the name of another.",
  GOVERNANCE_THRESHOLD: "The threshold is below two thirds of the agencies, or above their number.",
  GOVERNANCE_THRESHOLD_LOWER: "A threshold is never lowered.",
  GOVERNANCE_GOVERNOR:
    "No governor of the agency has signed, or the agency is not of the open epoch.",
  GOVERNANCE_DEADLINE: "A proposal's deadline lies after its block's time, by 90 days at most.",
  GOVERNANCE_PARAMETER: "The parameter's value lies outside its bounds.",
  GOVERNANCE_PROPOSALS: "The agency has too many open proposals.",
  GOVERNANCE_PROPOSAL_UNKNOWN: "There is no such proposal.",
  GOVERNANCE_PROPOSAL_CLOSED: "The proposal is not open any more.",
  GOVERNANCE_AGENCY_TAKEN: "An agency of this name, or of this organisation, is there already.",
  GOVERNANCE_CHANGE_WAITING:
    "A change of the agencies is approved, and in force from the next block on.",
  GOVERNANCE_FIELD: "There is no such field, or it is one of governance's own.",
  GOVERNANCE_ALGORITHMS: "No algorithm would be left that may sign.",
  GOVERNANCE_MODULE: "The network does not run the module, or runs this version or a later one.",
  GOVERNANCE_HEIGHT: "The height has been reached, or lies before another that was decided.",
  GOVERNANCE_STRIKE: "There is no such entry before this block, or it is the genesis fact.",
  GOVERNANCE_FREEZE_PAST: "The freeze would have run out already.",
  GOVERNANCE_NO_CHANGE: "The proposal would change nothing.",
  GOVERNANCE_VALIDATORS: "The change would leave the network without a validator.",
  GOVERNANCE_KEY_OPEN: "The key is not on record, or still in use: replace it first.",
});
