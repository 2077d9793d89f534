import { z } from "zod";
import { algorithms } from "../../ledger/envelope.js";
import { bytes32, segment, time, uint } from "../../ledger/record-type.js";
import {
  assurances,
  coseKeyBytes,
  handleId,
  keyIdText,
  personHandle,
  roles,
  webauthnBinding,
} from "./schema.js";

/** The key that somebody signs with, and how it is bound. */
export const keyBinding = z.strictObject({
  coseKey: coseKeyBytes,
  algorithm: z.union([
    z.literal(algorithms.EdDSA),
    z.literal(algorithms.ES256),
    z.literal(algorithms.WebAuthn),
  ]),
  webauthn: webauthnBinding.nullable(),
});
export type KeyBinding = z.infer<typeof keyBinding>;

export const officeTerms = z.strictObject({
  role: z.enum(roles),
  within: z.array(segment).min(1).max(64).nullable(),
  upTo: uint.nullable(),
  until: time.nullable(),
});
export type OfficeTerms = z.infer<typeof officeTerms>;

/** An organisation as it comes on record, at the founding or later. */
export const registerBody = z.strictObject({
  id: segment,
  name: z.string().min(1).max(120),
  reference: bytes32.nullable(),
  officials: z.array(
    z.strictObject({ handle: handleId, key: keyBinding, offices: z.array(officeTerms) }),
  ),
});
export type RegisterBody = z.infer<typeof registerBody>;

/** `key` is null where the handle is on record already and takes a further office. */
export const appointBody = z.strictObject({
  organisation: segment,
  handle: handleId,
  key: keyBinding.nullable(),
  office: officeTerms,
});

export const dismissBody = z.strictObject({ handle: handleId, role: z.enum(roles) });

export const revokeKeyBody = z.strictObject({ keyId: keyIdText });

/** `name`, `number` and `birthDate` are commitments. */
export const enrolBody = z.strictObject({
  handle: personHandle,
  key: keyBinding,
  name: bytes32,
  number: bytes32,
  birthDate: bytes32,
  assurance: z.enum(assurances),
  organisation: segment,
});
export type EnrolBody = z.infer<typeof enrolBody>;

export const rotateKeyBody = z.strictObject({ handle: personHandle, key: keyBinding });

/** The root of the reads since the organisation's last one, up to `to`. */
export const publishReadsBody = z.strictObject({ organisation: segment, to: time, root: bytes32 });
