import { plural } from "./words.js";

/** The page of a receipt; what it shares with the verifier stands in `verify.ts`. */
export const receiptPage = {
  title: "Your half",
  caption: (subject: string) => `Receipt for ${subject}`,
  losing:
    "Losing this half loses nothing. You do not need it to sell, and holding it makes nobody an owner.",
  signed: (signed: number, of: number, when: string) =>
    `Signed by ${signed} of ${of} ${plural(of, "agency", "agencies")}, ${when}`,
  download: "Keep the receipt",
  trust: "Trust file",
  verify: "Check it",
  fact: "See the fact",
  page: "See its page",
  code: "Scan to open this receipt",
  codeHint:
    "The code carries the address, the fingerprint, the place and the size. It is no receipt: keep the file.",
  howTitle: "How to keep and check it",
  how: [
    "Keep the file, or print this page: the code leads back to the record.",
    "Get a trust file once, from an agency’s own site or from somebody you trust.",
    "Open the verifier, save it, switch the network off, and give it both files.",
  ],
  cannotProve:
    "This page cannot prove itself: the node that made the receipt also made the page. The check is yours.",
  otherTime: "Receipt of another day",
  otherTimeHint: "What was in force at the beginning of that day, UTC.",
  date: "Day",
  show: "Show",
  now: "Receipt of now",
  asOf: (when: string) => `This receipt is of ${when}.`,
  place: "Place",
  placeOf: (index: string, size: string) => `fact ${index} of ${size}`,
  file: "File",
  bytes: (bytes: string) => `${bytes} bytes`,
  sealed: "Sealed",
  unsigned:
    "The agencies have not signed this state of the ledger as they must. A receipt of it would not be good; nothing is wrong with the record.",
  paper: {
    same: "The code that you scanned is of this record: the fingerprints are equal.",
    replaced:
      "The code that you scanned is of an earlier version of this record. Something has replaced it since.",
    other:
      "The code that you scanned does not match this record. It may be of another network, or have been changed.",
    see: "See that version",
  },
};
