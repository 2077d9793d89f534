import { z } from "zod";
import { equalBytes } from "../base/bytes.js";
import { type Cbor, isCborObject } from "../codec/cbor-value.js";
import { encodeCoseKey } from "../crypto/cose-key.js";
import type { Signer } from "../crypto/signer.js";
import { commit } from "../ledger/commitment.js";
import { algorithms } from "../ledger/envelope.js";
import type { Opening } from "../ledger/receipt.js";
import type { EnrolBody } from "../modules/identity/transactions.js";
import { sdkError } from "./errors.js";
import { newTransaction, signTransaction } from "./transaction.js";

/** What a handle's record commits to, in the order of its paths. */
const fields = ["name", "number", "birthDate"] as const;

/** Unicode's composed form, so that one name has one commitment whatever the keyboard. */
const name = z
  .string()
  .min(1)
  .max(200)
  .refine((text) => text === text.normalize("NFC").trim());

/** A person as an office knows them. */
export const personSchema = z.strictObject({
  name,
  /** The national number. */
  number: z.string().regex(/^[A-Za-z0-9.-]{1,40}$/),
  /** ISO 8601 calendar date. */
  birthDate: z.iso.date(),
});
export type Person = z.infer<typeof personSchema>;

/** 32 random bytes for a path. */
export type SaltOf = (path: string) => Promise<Uint8Array>;

export type EnrolmentTerms = {
  /** Network id. */
  readonly network: Uint8Array;
  /** 32 hex digits. */
  readonly handle: string;
  readonly person: Person;
  readonly assurance: EnrolBody["assurance"];
  /** The organisation that vouches. */
  readonly organisation: string;
  /** Thumbprint of its registrar's key. */
  readonly registrar: Uint8Array;
  /** ms since 1970. */
  readonly validUntil: number;
};
/** What opens one of a handle's commitments. */
export type PersonOpening = Opening & { readonly value: string };
export type Enrolment = {
  /** An `identity.enrol` that the new key has signed and the registrar has not. */
  readonly draft: Uint8Array;
  /** What the holder keeps: of these paths "/name", "/number" and "/birthDate". */
  readonly openings: readonly PersonOpening[];
};

/** A person's enrolment under a handle with this key. @throws PERSON_FORM */
export async function enrolmentOf(
  terms: EnrolmentTerms,
  signer: Signer,
  saltOf: SaltOf,
): Promise<Enrolment> {
  const { network, handle, assurance, organisation, registrar, validUntil } = terms;
  const openings = await openingsOf(terms.person, saltOf);
  const commitments = Object.fromEntries(
    openings.map((opening) => [opening.path.slice(1), commitmentOf(opening)]),
  );
  const { publicKey } = signer;
  const algorithm = publicKey.kind === "Ed25519" ? algorithms.EdDSA : algorithms.ES256;
  const key = { coseKey: encodeCoseKey(publicKey), algorithm, webauthn: null };
  const body = { handle, key, ...commitments, assurance, organisation };
  const unsigned = newTransaction({
    network,
    type: "identity.enrol",
    body,
    validUntil,
    signers: [signer.thumbprint, registrar],
  });
  return { draft: await signTransaction(unsigned, signer), openings };
}

async function openingsOf(person: Person, saltOf: SaltOf): Promise<PersonOpening[]> {
  const parsed = personSchema.safeParse(person);
  if (!parsed.success) {
    throw sdkError("PERSON_FORM", { member: parsed.error.issues[0]?.path.join("/") ?? "" });
  }
  return Promise.all(
    fields.map(async (field) => {
      const path = `/${field}`;
      return { salt: await saltOf(path), path, value: parsed.data[field] };
    }),
  );
}

const commitmentOf = ({ salt, path, value }: Opening): Uint8Array => commit(salt, path, value);

/**
 * The person whom the openings show, each of them checked against what is committed to.
 * @param commitments the body of an `identity.enrol`, or the record that it wrote
 * @throws PERSON_FORM, PERSON_OPENING
 */
export function openPerson(commitments: Cbor, openings: readonly Opening[]): Person {
  const opened = fields.map((field) => {
    const opening = openings.find(({ path }) => path === `/${field}`);
    const committed = isCborObject(commitments) ? commitments[field] : undefined;
    const opens =
      opening !== undefined &&
      committed instanceof Uint8Array &&
      equalBytes(commitmentOf(opening), committed);
    if (!opens) throw sdkError("PERSON_OPENING", { path: `/${field}` });
    return [field, opening.value];
  });
  const parsed = personSchema.safeParse(Object.fromEntries(opened));
  if (parsed.success) return parsed.data;
  throw sdkError("PERSON_FORM", { member: parsed.error.issues[0]?.path.join("/") ?? "" });
}
