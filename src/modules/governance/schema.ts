import { z } from "zod";
import { evidenceKinds } from "../../ledger/evidence.js";
import { bytes32, recordType, segment, time, uint } from "../../ledger/record-type.js";

/** The state-key table of this module; README.md says the same in words. */

/** C2SP key names and the trust file take no more (docs/reference/formats.md, Checkpoint). */
export const agencyName = z.string().regex(/^[a-z0-9-]{1,63}$/);
export const keyId = z.string().regex(/^[0-9a-f]{64}$/);

export const governanceLimits = {
  agencies: 256,
  /** Proposals of one agency that are open at a time. */
  openProposals: 16,
  /** How far after its block a proposal's deadline may lie: 90 days. */
  deadlineMs: 7_776_000_000,
} as const;

/** id: always `this`. Owns the lists of agencies and epochs, so that they are proved complete. */
export const network = recordType({
  prefix: "governance/network",
  schema: z.strictObject({
    agencies: z.array(agencyName).min(1).max(governanceLimits.agencies),
    /** Agencies that were removed: their keys still count for the sizes of their time. */
    former: z.array(agencyName).exactOptional(),
    epochs: uint,
  }),
  publicity: { agencies: "open", former: "open", epochs: "open" },
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

/** An agency of a set with the keys that it has there; a network with one operator has no validators. */
export const member = z.strictObject({
  name: agencyName,
  organisation: segment,
  logKey: bytes32,
  cosignerKey: bytes32,
  validatorKey: bytes32.nullable(),
});
export type Member = z.infer<typeof member>;

/**
 * id: number of the epoch that it ends. The whole next set, put on record by the deciding ballot; the
 * next block brings it in force (docs/adr/0017). `ledger/set-change.ts` reads the same form.
 */
export const change = recordType({
  prefix: "governance/change",
  schema: z.strictObject({
    /** The proposal that decided it. */
    proposal: keyId,
    threshold: uint,
    agencies: z.array(member).min(1).max(governanceLimits.agencies),
    /** Log and cosigner keys that count as stolen from then on, ordered. */
    compromised: z.array(keyId),
    /** The size at which the epoch closed; null in the block that decides. */
    inForce: uint.nullable(),
  }),
  publicity: {
    proposal: "open",
    threshold: "open",
    agencies: "open",
    compromised: "open",
    inForce: "open",
  },
  // Before every other deadline, so that the very next block has room for it.
  deadline: (_, { inForce }) => (inForce === null ? 0 : null),
});

/** id: agency. Retracted when the agency is removed. */
export const validator = recordType({
  prefix: "governance/validator",
  schema: z.strictObject({
    /** Ed25519, raw. */
    key: bytes32,
    power: z.literal(1),
  }),
  publicity: { key: "open", power: "open" },
});

/** id: address, the first 20 bytes of SHA-256 of the key, in hex. Every key ever bound, since evidence comes late. */
export const validatorKey = recordType({
  prefix: "governance/validator-key",
  schema: z.strictObject({ agency: agencyName, key: bytes32 }),
  publicity: { agency: "open", key: "open" },
});

/** id: agency / the engine's height. Of several findings at one height the first. */
export const misbehaviour = recordType({
  prefix: "governance/misbehaviour",
  schema: z.strictObject({
    agency: agencyName,
    kind: z.enum(evidenceKinds),
    /** The engine's. */
    height: uint,
    time,
  }),
  publicity: { agency: "open", kind: "open", height: "open", time: "open" },
});
