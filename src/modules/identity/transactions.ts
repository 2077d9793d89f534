import { z } from "zod";
import { algorithms } from "../../ledger/envelope.js";
import { segment, time, uint } from "../../ledger/record-type.js";
import { coseKeyBytes, handleId, roles, webauthnBinding } from "./schema.js";

/** The key that an official signs with, and how it is bound. */
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

/** `key` is null where the handle is on record already and takes a further office. */
export const appointBody = z.strictObject({
  organisation: segment,
  handle: handleId,
  key: keyBinding.nullable(),
  office: officeTerms,
});

export const dismissBody = z.strictObject({ handle: handleId, role: z.enum(roles) });

export const revokeKeyBody = z.strictObject({ keyId: z.string().regex(/^[0-9a-f]{64}$/) });
