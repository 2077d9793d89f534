import { errorFamily } from "../../base/errors.js";

export const directoryError = errorFamily({
  DIRECTORY_NONE: "This node keeps no directory of persons.",
  DIRECTORY_DAMAGED: "A record of the directory was changed, or its key is another's.",
  DIRECTORY_KEY: "The directory's key is missing or not of its form; its records cannot be opened.",
  DIRECTORY_UNKNOWN: "The directory has no person under this code.",
  DIRECTORY_PUBLISH: "The ledger refused the root of the reads.",
  DIRECTORY_READS: "This reader has read as much in this hour as one may.",
  DIRECTORY_ROLE: "Nobody who signed this request may read persons' data for this purpose.",
  DIRECTORY_DRAFT: "The draft is not an enrolment as the directory takes one.",
  DIRECTORY_FULL: "As many enrolments wait as the directory takes, in all or from this place.",
});
