import { z } from "zod";
import { isCoded } from "../../base/errors.js";
import { decodeCbor } from "../../codec/cbor-decode.js";
import { decodeCoseKey } from "../../crypto/cose-key.js";
import { algorithms } from "../../ledger/envelope.js";
import { bytes32, recordType, segment, time, uint } from "../../ledger/record-type.js";

/** The state-key table of this module; README.md says the same in words. */

/** Roles that an office may be of; a code list, so that nothing free stands on the ledger. */
export const roles = [
  /** Appoints and dismisses the organisation's officials and revokes their keys. */
  "administrator",
  /** Acts for the agency where agencies decide together. */
  "governor",
  "registrar",
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
});

export const officeId = (handle: string, role: Role): string => `${handle}~${role}`;
