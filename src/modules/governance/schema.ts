import { z } from "zod";
import { bytes32, recordType, segment, uint } from "../../ledger/record-type.js";

/** The state-key table of this module; README.md says the same in words. */

/** C2SP key names and the trust file take no more (docs/reference/formats.md, Checkpoint). */
export const agencyName = z.string().regex(/^[a-z0-9-]{1,63}$/);
const keyId = z.string().regex(/^[0-9a-f]{64}$/);

/** id: always `this`. Owns the lists of agencies and epochs, so that they are proved complete. */
export const network = recordType({
  prefix: "governance/network",
  schema: z.strictObject({ agencies: z.array(agencyName).min(1).max(256), epochs: uint }),
  publicity: { agencies: "open", epochs: "open" },
});
export const THIS_NETWORK = "this";

export const agency = recordType({
  prefix: "governance/agency",
  schema: z.strictObject({
    organisation: segment,
    /** Every key ever bound, in the order of binding. */
    logKeys: z.array(keyId).min(1),
    cosignerKeys: z.array(keyId).min(1),
  }),
  publicity: { organisation: "open", logKeys: "open", cosignerKeys: "open" },
});

const keyRecord = z.strictObject({
  agency: agencyName,
  /** Ed25519, raw. */
  key: bytes32,
  /** Sizes of the log at which it counts, both ends in it. */
  from: uint,
  to: uint.nullable(),
  compromised: z.boolean(),
});
const keyPublicity = {
  agency: "open",
  key: "open",
  from: "open",
  to: "open",
  compromised: "open",
} as const;

/** id: thumbprint. Signs what the agency's node serves, and COSE receipts. */
export const logKey = recordType({
  prefix: "governance/log-key",
  schema: keyRecord,
  publicity: keyPublicity,
});

/** id: thumbprint. Cosigns checkpoints: what trust comes from. */
export const cosignerKey = recordType({
  prefix: "governance/cosigner-key",
  schema: keyRecord,
  publicity: keyPublicity,
});

/** id: number, from 0. */
export const epoch = recordType({
  prefix: "governance/epoch",
  schema: z.strictObject({
    from: uint,
    to: uint.nullable(),
    threshold: uint,
    /** Sizes that were signed once and lost before this epoch began, or null. */
    lost: z.strictObject({ from: uint, to: uint }).nullable(),
  }),
  publicity: { from: "open", to: "open", threshold: "open", lost: "open" },
});
