import type { Purpose } from "../../api/routes/directory.js";
import { isCoded } from "../../base/errors.js";
import { algorithms } from "../../ledger/envelope.js";
import type { Reader } from "../../ledger/module.js";
import type { Signatory } from "../../ledger/transaction.js";
import { key, official, type Role } from "../../modules/identity/schema.js";
import { requireOfficer } from "../../modules/identity/view.js";
import { directoryError } from "./errors.js";

/** Who reads, and in which capacity: what the person will see. */
export type Who = {
  readonly by: string;
  readonly capacity: string;
  readonly organisation: string | null;
};

type Rule = { readonly roles: readonly Role[]; readonly organisations: "own" | "all" };

/**
 * Which role may read for which purpose, of the directory's organisation alone or of every one: a
 * registrar of any office must know who comes before them, whoever enrolled that person.
 */
const rules: Readonly<Record<Purpose, Rule>> = {
  enrolment: { roles: ["registrar"], organisations: "own" },
  registration: { roles: ["registrar"], organisations: "all" },
  inspection: { roles: ["registrar"], organisations: "own" },
  correction: { roles: ["registrar"], organisations: "own" },
  courtOrder: { roles: ["governor"], organisations: "own" },
};

/** The official whose key signed, where they may read for the purpose. @throws DIRECTORY_ROLE */
export function officialFor(
  reader: Reader,
  keyId: string,
  purpose: Purpose,
  { organisation, time }: { readonly organisation: string; readonly time: number },
): Who {
  const { roles, organisations } = rules[purpose];
  const scope = organisations === "own" ? { organisation } : {};
  let refusal: unknown = null;
  for (const role of roles) {
    try {
      const need = { role, ...scope, district: null };
      const officer = requireOfficer(reader, [signatoryOf(reader, keyId)], need, time);
      return { by: officer.handle, capacity: role, organisation: officer.organisation };
    } catch (error) {
      if (!isCoded(error)) throw error;
      refusal = error;
    }
  }
  throw directoryError("DIRECTORY_ROLE", { purpose, roles: roles.join(", ") }, refusal);
}

/** A request to read is never a WebAuthn assertion, so a key that is bound as one does not count here. */
function signatoryOf(reader: Reader, keyId: string): Signatory {
  const bound = reader.read(key, keyId)?.value.algorithm;
  const algorithm = bound === algorithms.EdDSA ? algorithms.EdDSA : algorithms.ES256;
  return { keyId, algorithm, webauthn: null };
}

export type Bearer = { readonly handle: string; readonly organisation: string | null };

/** Who has a key on the ledger, revoked or not: an official's organisation is public. */
export function bearerOf(reader: Reader, keyId: string): Bearer | null {
  const bound = reader.read(key, keyId);
  if (bound === undefined) return null;
  const { handle } = bound.value;
  return { handle, organisation: reader.read(official, handle)?.value.organisation ?? null };
}
