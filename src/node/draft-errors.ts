import { errorFamily } from "../base/errors.js";

export const draftError = errorFamily({
  DRAFT_UNKNOWN: "There is no such draft, its time is over, or it is not yours to read.",
  DRAFT_UNSIGNED: "A draft is kept once one of its signers has signed it.",
  DRAFT_EXPIRED: "The draft's time is over.",
  DRAFT_FULL: "The node keeps as many drafts as it takes.",
  DRAFT_SIGNER_FULL: "The signer takes part in as many drafts as one may.",
  DRAFT_NOTE: "The note beside the draft is not of the form, or not the one that was signed for.",
  DRAFT_NOTES_FULL: "The signer has said as much beside this draft as one may.",
});
