import { toHex } from "../../base/text.js";
import { decodeCbor } from "../../codec/cbor-decode.js";
import { decodeCoseKey, thumbprint } from "../../crypto/cose-key.js";
import { algorithms } from "../../ledger/envelope.js";
import type { Context, TransactionContext } from "../../ledger/module.js";
import { identityError } from "./errors.js";
import { handle, key, office, officeId, official, organisation } from "./schema.js";
import type { KeyBinding, OfficeTerms, RegisterBody } from "./transactions.js";
import { requireNoOrganisation } from "./view.js";

/** Puts an organisation on record with its officials, their keys and their offices. @throws IDENTITY_* */
export function addOrganisation(
  context: Context,
  { id, name, reference, officials }: RegisterBody,
): void {
  requireNoOrganisation(context, id);
  context.put(organisation, id, { name, reference });
  for (const { handle, key, offices } of officials) {
    bindOfficial(context, id, handle, key);
    for (const terms of offices) giveOffice(context, id, handle, terms);
  }
}

/** Puts an official on record with the key that signs for them. @throws IDENTITY_* */
export function bindOfficial(
  context: Context,
  organisation: string,
  newHandle: string,
  binding: KeyBinding,
): void {
  checkFree(context, newHandle);
  bindKey(context, newHandle, binding);
  context.put(official, newHandle, { organisation });
}

/** An official's and a person's handle are never the same. @throws IDENTITY_HANDLE_TAKEN */
export function checkFree(context: Context, newHandle: string): void {
  const taken =
    context.read(official, newHandle) !== undefined ||
    context.read(handle, newHandle) !== undefined;
  if (taken) throw identityError("IDENTITY_HANDLE_TAKEN", { handle: newHandle });
}

/** Puts a key on record: its id. @throws IDENTITY_KEY_TAKEN, IDENTITY_KEY_ALGORITHM */
export function bindKey(context: Context, handle: string, binding: KeyBinding): string {
  const publicKey = decodeCoseKey(decodeCbor(binding.coseKey));
  const keyId = toHex(thumbprint(publicKey));
  if (context.read(key, keyId) !== undefined) throw identityError("IDENTITY_KEY_TAKEN", { keyId });
  const { algorithm, webauthn } = binding;
  const fits =
    (algorithm === algorithms.EdDSA) === (publicKey.kind === "Ed25519") &&
    (algorithm === algorithms.WebAuthn) === (webauthn !== null);
  if (!fits) throw identityError("IDENTITY_KEY_ALGORITHM", { keyId, algorithm });
  context.put(key, keyId, { handle, ...binding, from: context.time, revoked: null });
  return keyId;
}

/**
 * Puts a person's key on record, which signs itself that it is theirs: its id. An assertion of
 * WebAuthn carries its device's counter, which would join a person's handles.
 * @throws IDENTITY_KEY_*
 */
export function bindPersonKey(
  context: TransactionContext,
  handle: string,
  binding: KeyBinding,
): string {
  const keyId = bindKey(context, handle, binding);
  const { algorithm } = binding;
  if (algorithm === algorithms.WebAuthn) {
    throw identityError("IDENTITY_KEY_ALGORITHM", { keyId, algorithm });
  }
  const signed = context.signatories.some(
    (signatory) => signatory.keyId === keyId && signatory.algorithm === algorithm,
  );
  if (!signed) throw identityError("IDENTITY_KEY_UNSIGNED", { keyId });
  return keyId;
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
