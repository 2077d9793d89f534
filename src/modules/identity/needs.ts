import type { Reader } from "../../ledger/module.js";

/** What identity needs of others. */
export type IdentityNeeds = {
  /** Digest of what the agencies let the organisation be registered as; null where they do not. */
  accredited(reader: Reader, organisation: string): Uint8Array | null;
};
