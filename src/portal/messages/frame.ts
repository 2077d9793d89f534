import { plural } from "./words.js";

export const frame = {
  product: "Counterfoil",
  skip: "Skip to main content",
  noticeLabel: "Notice",
  demo: "Demonstration of a fictional country. Nothing here has legal effect.",
  keysOnOneMachine:
    "All signing keys are on one machine: the signatures show how checking works, not that anyone agrees.",
  navigation: "Main",
  sections: {
    home: "Home",
    land: "Land",
    my: "My things",
    verify: "Verify",
    explorer: "Explorer",
    demo: "Demo roles",
  },
  breadcrumbs: "Breadcrumb",
  search: "Search",
  searchLabel: "Search by place or number",
  comesFrom: "Where this page comes from",
};

/** Words under and around tables. */
export const lists = {
  csv: "These rows as CSV",
  json: "as JSON",
  pages: "Pages",
  newer: "Newer",
  older: "Older",
  newest: "Newest",
};

export const source = {
  made: (network: string) =>
    `Everything on this page was made from the ledger “${network}” in this state.`,
  size: "Size",
  facts: (size: string) => `${size} facts`,
  seal: "Newest seal",
  signedBy: "Signed by",
  nobody: "nobody yet",
  root: "Root",
  page: "Page made",
  lists: "Lists and search",
  upToDate: "made from the same state",
  behind: (count: number, shown: string) =>
    `${shown} ${plural(count, "fact", "facts")} behind, catching up`,
  notFromLedger: "This page was not made from the ledger. It says nothing about any record.",
};

/** Titles of pages that could not be shown: by code, else by HTTP status. */
const titles: Readonly<Record<string, string>> = {
  API_ADDRESS: "There is no page here",
  API_RECORD_UNKNOWN: "There is no such record",
  PROVE_UNKNOWN: "There is no such record",
  PROVE_NOT_YET: "Nothing stood there yet",
  PROVE_STRUCK: "This entry was struck",
  API_PARAMETER: "This address does not fit the page",
  400: "This address does not fit the page",
  404: "There is no page here",
  429: "There is no room just now",
  500: "This page could not be made",
  503: "This node cannot answer now",
};

export const failure = {
  title: (code: string, status: number) =>
    titles[code] ?? titles[status] ?? "This could not be shown",
  nothingChanged: "Nothing was changed.",
  seen: "What was seen",
  code: "Code",
  home: "Go to the first page",
  search: "Search by place or number",
};
