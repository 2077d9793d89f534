import type { Reader, Signatory } from "../../ledger/module.js";

/** What governance needs of others: whether a governor of an organisation has signed. */
export type GovernanceNeeds = {
  governs(
    reader: Reader,
    signatories: readonly Signatory[],
    organisation: string,
    time: number,
  ): boolean;
};
