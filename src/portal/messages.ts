import { agenciesPage, proposalPage } from "./messages/agencies.js";
import { explorer, factPage, sealPage, transactionPage, values } from "./messages/explorer.js";
import { failure, frame, lists, source } from "./messages/frame.js";
import { check, hero, receipt, seal, written } from "./messages/home.js";
import { land } from "./messages/land.js";
import { receiptPage } from "./messages/receipt.js";
import { search } from "./messages/search.js";
import { verify } from "./messages/verify.js";

/**
 * The catalogue of one language: every word of the portal; numbers and times come formatted. A page's
 * words stand in `messages/<page>.ts`.
 */
export const english = {
  language: "en",
  direction: "ltr" as "ltr" | "rtl",
  /** For dates and numbers: day before month. */
  locale: "en-GB",
  frame,
  land,
  lists,
  source,
  failure,
  hero,
  receipt,
  seal,
  written,
  check,
  explorer,
  sealPage,
  transactionPage,
  factPage,
  agenciesPage,
  proposalPage,
  values,
  receiptPage,
  search,
  verify,
};

export type Messages = typeof english;
