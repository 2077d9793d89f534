import type { Reader } from "../../ledger/module.js";
import type { Signatory } from "../../ledger/transaction.js";

/** What governance needs of others: whether a governor of an organisation has signed. */
export type GovernanceNeeds = {
  governs(
    reader: Reader,
    signatories: readonly Signatory[],
    organisation: string,
    time: number,
  ): boolean;
};
