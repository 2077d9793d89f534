import { type CounterfoilError, isCoded } from "../../base/errors.js";
import type { Reader, Standing } from "../../ledger/module.js";
import type { Signatory } from "../../ledger/transaction.js";
import { checkBinding } from "../../ledger/webauthn.js";
import { identityError } from "./errors.js";
import { handle, key, office, officeId, official, organisation, type Role } from "./schema.js";

export type Officer = { readonly handle: string; readonly organisation: string };

export type Person = ReturnType<typeof handle.parse>;
type Key = ReturnType<typeof key.parse>;

/** What is asked of an office: its role, and where it must reach (null: nowhere in particular). */
export type OfficeNeed = {
  readonly role: Role;
  readonly organisation?: string;
  /** Of several who hold it, one of this organisation. */
  readonly preferred?: string;
  readonly district: string | null;
};

/**
 * The signer who holds the office, by a key that is bound and not revoked; of several the first, since
 * who else must sign may hold such an office elsewhere.
 * @throws IDENTITY_KEY_*, IDENTITY_NO_OFFICE, IDENTITY_OFFICE_*
 */
export function requireOfficer(
  reader: Reader,
  signatories: readonly Signatory[],
  need: OfficeNeed,
  time: number,
): Officer {
  const handles = signatories.flatMap((signatory) => boundHandle(reader, signatory) ?? []);
  if (handles.length === 0) throw identityError("IDENTITY_KEY_UNKNOWN");
  const refusals: CounterfoilError[] = [];
  const officers: Officer[] = [];
  for (const handle of handles) {
    const held = reader.read(office, officeId(handle, need.role))?.value;
    if (held === undefined) continue;
    const { organisation } = held;
    if (need.organisation !== undefined && organisation !== need.organisation) continue;
    const refusal = refusalOf(held, need, time);
    if (refusal === null) officers.push({ handle, organisation });
    else refusals.push(refusal);
  }
  const preferred = officers.find(({ organisation }) => organisation === need.preferred);
  const officer = preferred ?? officers[0];
  if (officer !== undefined) return officer;
  throw refusals[0] ?? identityError("IDENTITY_NO_OFFICE", { role: need.role });
}

/** Whether any signer's key is bound here and not revoked. */
export function knowsSigner(reader: Reader, signatories: readonly Signatory[]): boolean {
  return signatories.some(({ keyId }) => reader.read(key, keyId)?.value.revoked === null);
}

/** Reads the signers' keys and what they are the keys of. */
export function touchSigners(reader: Reader, signatories: readonly Signatory[]): void {
  for (const { keyId } of signatories) {
    const bound = reader.read(key, keyId)?.value;
    if (bound !== undefined) reader.read(handle, bound.handle);
  }
}

/** The handle whose key signed; undefined for a key that nobody here has. */
function boundHandle(reader: Reader, signatory: Signatory): string | undefined {
  const bound = reader.read(key, signatory.keyId)?.value;
  if (bound === undefined) return undefined;
  checkBound(bound, signatory);
  return bound.handle;
}

/** Refuses a key that is revoked or was bound otherwise. @throws IDENTITY_KEY_* */
function checkBound({ revoked, algorithm, webauthn }: Key, signatory: Signatory): void {
  if (revoked !== null) throw identityError("IDENTITY_KEY_REVOKED", { keyId: signatory.keyId });
  if (algorithm !== signatory.algorithm) {
    throw identityError("IDENTITY_KEY_ALGORITHM", { keyId: signatory.keyId, algorithm });
  }
  if (signatory.webauthn === null) return;
  if (webauthn === null) throw identityError("IDENTITY_KEY_BINDING", { keyId: signatory.keyId });
  try {
    checkBinding(signatory.webauthn, webauthn);
  } catch (cause) {
    if (!isCoded(cause)) throw cause;
    throw identityError(
      "IDENTITY_KEY_BINDING",
      { keyId: signatory.keyId, code: cause.code },
      cause,
    );
  }
}

/** Why an office does not do here; null where it does. */
function refusalOf(
  { within, until }: { within: readonly string[] | null; until: number | null },
  { district, role }: OfficeNeed,
  time: number,
): CounterfoilError | null {
  // A deadline that falls due in this block has ended the office before any transaction of it.
  if (until !== null && until <= time) {
    return identityError("IDENTITY_OFFICE_ENDED", { role, until });
  }
  if (district !== null && within !== null && !within.includes(district)) {
    return identityError("IDENTITY_OFFICE_ELSEWHERE", { role, district });
  }
  return null;
}

/** @throws IDENTITY_ORGANISATION_UNKNOWN */
export function requireOrganisation(reader: Reader, id: string): void {
  if (reader.read(organisation, id) === undefined) {
    throw identityError("IDENTITY_ORGANISATION_UNKNOWN", { organisation: id });
  }
}

/** @throws IDENTITY_ORGANISATION_TAKEN */
export function requireNoOrganisation(reader: Reader, id: string): void {
  if (reader.read(organisation, id) !== undefined) {
    throw identityError("IDENTITY_ORGANISATION_TAKEN", { organisation: id });
  }
}

/** @throws IDENTITY_OFFICIAL_UNKNOWN */
export function organisationOf(reader: Reader, handle: string): Standing<{ organisation: string }> {
  const found = reader.read(official, handle);
  if (found === undefined) throw identityError("IDENTITY_OFFICIAL_UNKNOWN", { handle });
  return found;
}

/** @throws IDENTITY_HANDLE_UNKNOWN */
export function requirePerson(reader: Reader, id: string): Person {
  const found = reader.read(handle, id);
  if (found === undefined) throw identityError("IDENTITY_HANDLE_UNKNOWN", { handle: id });
  return found.value;
}

/**
 * The person signed by the key that now signs for the handle, bound and not revoked.
 * @throws IDENTITY_HANDLE_UNKNOWN, IDENTITY_HANDLE_UNSIGNED, IDENTITY_KEY_*
 */
export function requireSigned(reader: Reader, signatories: readonly Signatory[], id: string): void {
  const { keyId } = requirePerson(reader, id);
  let signed = false;
  for (const signatory of signatories) {
    const bound = reader.read(key, signatory.keyId)?.value;
    if (bound?.handle !== id) continue;
    // A key that was rotated away is told as revoked, which says more than that the newer is missing.
    checkBound(bound, signatory);
    signed ||= signatory.keyId === keyId;
  }
  if (!signed) throw identityError("IDENTITY_HANDLE_UNSIGNED", { handle: id });
}
