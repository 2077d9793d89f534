import { errorFamily } from "../base/errors.js";

export const sdkError = errorFamily({
  SIGN_NOT_LISTED: "The key is not among the transaction's signers.",
  SIGN_PRESENT: "The key has signed this transaction already.",
  JOIN_OTHER: "The drafts are not of the same transaction.",
  PAPER_CODE: "The paper code is not whole: a character differs or is missing.",
  PERSON_FORM: "Name, number or date of birth is not of its form.",
  PERSON_OPENING: "An opening does not open what the enrolment commits to.",
  REMOTE_UNREACHABLE: "The node could not be reached.",
  REMOTE_ANSWER: "The node's answer is not what the protocol has.",
});
