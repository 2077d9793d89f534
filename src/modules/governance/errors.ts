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
  GOVERNANCE_THRESHOLD: "The threshold is below two thirds of the agencies, or above their number.",
});
