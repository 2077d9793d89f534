import type { Reader } from "../../ledger/module.js";
import type { Signatory } from "../../ledger/transaction.js";

/** What governance needs of others. */
export type GovernanceNeeds = {
  /** Whether a governor of the organisation has signed. */
  governs(
    reader: Reader,
    signatories: readonly Signatory[],
    organisation: string,
    time: number,
  ): boolean;
  /** @throws a refusal where there is no such organisation */
  organisation(reader: Reader, id: string): void;
  /** @throws a refusal where there is such an organisation */
  noOrganisation(reader: Reader, id: string): void;
  /** @throws a refusal where there is no such title of land */
  title(reader: Reader, id: string): void;
};
