import { toHex } from "../../base/text.js";
import { decodeCbor } from "../../codec/cbor-decode.js";
import { decodeCoseKey, thumbprint } from "../../crypto/cose-key.js";
import { algorithms } from "../../ledger/envelope.js";
import type { Context } from "../../ledger/module.js";
import { identityError } from "./errors.js";
import { key, office, officeId, official } from "./schema.js";
import type { KeyBinding, OfficeTerms } from "./transactions.js";

/** Puts an official on record with the key that signs for them. @throws IDENTITY_* */
export function bindOfficial(
  context: Context,
  organisation: string,
  handle: string,
  binding: KeyBinding,
): void {
  if (context.read(official, handle) !== undefined) {
    throw identityError("IDENTITY_HANDLE_TAKEN", { handle });
  }
  const publicKey = decodeCoseKey(decodeCbor(binding.coseKey));
  const keyId = toHex(thumbprint(publicKey));
  if (context.read(key, keyId) !== undefined) throw identityError("IDENTITY_KEY_TAKEN", { keyId });
  const { algorithm, webauthn } = binding;
  const fits =
    (algorithm === algorithms.EdDSA) === (publicKey.kind === "Ed25519") &&
    (algorithm === algorithms.WebAuthn) === (webauthn !== null);
  if (!fits) throw identityError("IDENTITY_KEY_ALGORITHM", { keyId, algorithm });
  context.put(official, handle, { organisation });
  context.put(key, keyId, { handle, ...binding, from: context.time, revoked: null });
}

/** @throws IDENTITY_OFFICE_TAKEN, IDENTITY_OFFICE_PAST */
export function giveOffice(
  context: Context,
  organisation: string,
  handle: string,
  terms: OfficeTerms,
): void {
  const id = officeId(handle, terms.role);
  if (context.read(office, id) !== undefined) {
    throw identityError("IDENTITY_OFFICE_TAKEN", { handle, role: terms.role });
  }
  if (terms.until !== null && terms.until <= context.time) {
    throw identityError("IDENTITY_OFFICE_PAST", { until: terms.until });
  }
  context.put(office, id, { organisation, ...terms });
}
