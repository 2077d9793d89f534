import { z } from "zod";
import { isCoded } from "../../base/errors.js";
import { decodeCbor } from "../../codec/cbor-decode.js";
import { decodeCoseKey } from "../../crypto/cose-key.js";
import { algorithms } from "../../ledger/envelope.js";
import { bytes32, recordType, segment, time, uint } from "../../ledger/record-type.js";
import { lists } from "./lists.js";

/** The state-key table of this module; README.md says the same in words. */

/** Roles that an office may be of; a code list, so that nothing free stands on the ledger. */
export const roles = [
  /** Appoints and dismisses the organisation's officials and revokes their keys. */
  "administrator",
  /** Acts for the agency where agencies decide together. */
  "governor",
  "registrar",
  /** Acts for the organisation as a holder of rights. */
  "representative",
  /** A service's key: publishes the roots of the directory's reads. */
  "directory",
] as const;
export type Role = (typeof roles)[number];

const algorithm = z.union([
  z.literal(algorithms.EdDSA),
  z.literal(algorithms.ES256),
  z.literal(algorithms.WebAuthn),
]);

/** The encoded COSE_Key, exactly as an envelope's header holds it. */
export const coseKeyBytes = z.custom<Uint8Array>((value) => {
  if (!(value instanceof Uint8Array)) return false;
  try {
    decodeCoseKey(decodeCbor(value));
    return true;
  } catch (error) {
    if (isCoded(error)) return false;
    throw error;
  }
});

/**
 * As a browser writes an origin (RFC 6454 §6.2). A pattern of our own: what a URL parser takes changes
 * with the engine, while what stands on the ledger is judged again for ever.
 */
const origin = z
  .string()
  .max(300)
  .regex(/^(?:https?:\/\/[a-z0-9.-]+(?::[0-9]{1,5})?|android:apk-key-hash:[A-Za-z0-9_-]{43})$/);

export const webauthnBinding = z.strictObject({
  rpId: z.string().regex(/^[a-z0-9.-]{1,253}$/),
  origins: z.array(origin).min(1).max(8),
});

/** Random, so that it says nothing of who bears it. */
export const handleId = z.string().regex(/^[a-z0-9-]{1,64}$/);
/** A person's: 16 random bytes. */
export const personHandle = z.string().regex(/^[0-9a-f]{32}$/);
export const keyIdText = z.string().regex(/^[0-9a-f]{64}$/);

/** How surely it was established who the person is (eIDAS, Article 8). */
export const assurances = ["low", "substantial", "high"] as const;

export const organisation = recordType({
  prefix: "identity/organisation",
  schema: z.strictObject({
    name: z.string().min(1).max(120),
    /** Digest of the document that names its legal existence, or null in a demonstration. */
    reference: bytes32.nullable(),
  }),
  publicity: { name: "open", reference: "open" },
});

/** One human in one organisation, which vouches for that. */
export const official = recordType({
  prefix: "identity/official",
  schema: z.strictObject({ organisation: segment }),
  publicity: { organisation: "open" },
});

/** id: handle ~ role. Ends by itself when `until` comes. */
export const office = recordType({
  prefix: "identity/office",
  schema: z.strictObject({
    role: z.enum(roles),
    organisation: segment,
    /** Districts that it reaches; null: all. */
    within: z.array(segment).min(1).max(64).nullable(),
    /** The largest amount that it may sign for, in minor units; null: no amounts. */
    upTo: uint.nullable(),
    until: time.nullable(),
  }),
  publicity: { role: "open", organisation: "open", within: "open", upTo: "open", until: "open" },
  lists: (_, { role }) => [lists.officers(role)],
  deadline: (_, { until }) => until,
});

/** id: thumbprint in hex. Every key ever bound stays on record with its times. */
export const key = recordType({
  prefix: "identity/key",
  schema: z.strictObject({
    handle: handleId,
    coseKey: coseKeyBytes,
    algorithm,
    webauthn: webauthnBinding.nullable(),
    from: time,
    revoked: time.nullable(),
  }),
  publicity: {
    handle: "open",
    coseKey: "open",
    algorithm: "open",
    webauthn: "open",
    from: "open",
    revoked: "open",
  },
  lists: (_, { handle, revoked }) => (revoked === null ? [lists.keysOf(handle)] : []),
});

/**
 * A person in one holding of theirs; only the directory, off the ledger, knows which handles are one
 * person's. The three commitments are of paths "/name", "/number" and "/birthDate".
 */
export const handle = recordType({
  prefix: "identity/handle",
  schema: z.strictObject({
    name: bytes32,
    number: bytes32,
    birthDate: bytes32,
    assurance: z.enum(assurances),
    /** The organisation whose registrar established who the person is. */
    vouchedBy: segment,
    /** The key that signs for the handle. */
    keyId: keyIdText,
    made: time,
  }),
  publicity: {
    name: "closed",
    number: "closed",
    birthDate: "closed",
    assurance: "open",
    vouchedBy: "open",
    keyId: "open",
    made: "open",
  },
});

/** id: organisation ~ number. What is committed to is in the directory; each person can have their part. */
export const reads = recordType({
  prefix: "identity/reads",
  schema: z.strictObject({
    organisation: segment,
    /** From 1, without a gap. */
    number: uint,
    from: time,
    to: time,
    root: bytes32,
  }),
  publicity: { organisation: "open", number: "open", from: "open", to: "open", root: "open" },
});

/** id: organisation. Counts its roots, so that their completeness can be proved. */
export const readsOf = recordType({
  prefix: "identity/readsOf",
  schema: z.strictObject({ count: uint, until: time }),
  publicity: { count: "open", until: "open" },
});

export const readsId = (organisation: string, number: number): string =>
  `${organisation}~${number}`;

export const officeId = (handle: string, role: Role): string => `${handle}~${role}`;
