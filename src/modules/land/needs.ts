import type { Reader, Signatory } from "../../ledger/module.js";

export type Registrar = { readonly handle: string; readonly organisation: string };

/** What this module needs of others; both throw coded refusals of theirs. */
export type LandNeeds = {
  /** The signatory who is a registrar of the district at this time. */
  registrar(
    reader: Reader,
    signatories: readonly Signatory[],
    district: string,
    time: number,
  ): Registrar;
  /** Refuses an organisation that is not on record. */
  organisation(reader: Reader, organisation: string): void;
};
