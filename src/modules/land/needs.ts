import type { Reader } from "../../ledger/module.js";
import type { Signatory } from "../../ledger/transaction.js";

export type Registrar = { readonly handle: string; readonly organisation: string };

/** What this module needs of others; all throw coded refusals of theirs. */
export type LandNeeds = {
  /** The signatory who is a registrar of the district at this time: of several one of the organisation. */
  registrar(
    reader: Reader,
    signatories: readonly Signatory[],
    district: string,
    time: number,
    preferred?: string,
  ): Registrar;
  /** Refuses an organisation that is not on record. */
  organisation(reader: Reader, organisation: string): void;
  /** Refuses a handle that is no person's on record. */
  person(reader: Reader, handle: string): void;
  /** Since when a court's freeze is on the title, ms since 1970; null where none is. */
  frozenSince(reader: Reader, title: string): number | null;
  /** Refuses where the person has not signed by their own key. */
  signed(reader: Reader, signatories: readonly Signatory[], handle: string): void;
  /** Refuses where nobody has signed who acts for the organisation as a holder of rights. */
  signedFor(
    reader: Reader,
    signatories: readonly Signatory[],
    organisation: string,
    time: number,
  ): void;
};
