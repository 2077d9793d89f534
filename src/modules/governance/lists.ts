/** Names of the lists that the ledger derives from this module's facts. */
export const lists = {
  /** Proposals that are open. */
  open: "governance/open",
  /** Of these, the agency's. */
  openOf: (agency: string) => `governance/openOf/${agency}`,
} as const;
