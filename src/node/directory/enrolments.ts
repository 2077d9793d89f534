import { equalBytes } from "../../base/bytes.js";
import { isCoded } from "../../base/errors.js";
import { limits } from "../../base/limits.js";
import { toHex } from "../../base/text.js";
import { decodeCbor } from "../../codec/cbor-decode.js";
import { decodeCoseKey, thumbprint } from "../../crypto/cose-key.js";
import { engineError } from "../../engines/errors.js";
import { decodeDraft, type Envelope } from "../../ledger/envelope.js";
import type { Reader } from "../../ledger/module.js";
import type { Opening } from "../../ledger/receipt.js";
import { checkNetwork, checkSignatures } from "../../ledger/verify-envelope.js";
import { handle, official } from "../../modules/identity/schema.js";
import { type EnrolBody, enrolBody } from "../../modules/identity/transactions.js";
import { openPerson, type Person } from "../../sdk/person.js";
import { draftError } from "../draft-errors.js";
import { bearerOf, officialFor } from "./access.js";
import { directoryError } from "./errors.js";

/** An enrolment that may be kept until its registrar has seen it. */
export type CheckedEnrolment = {
  /** Transaction id in hex. */
  readonly id: string;
  readonly body: EnrolBody;
  readonly person: Person;
  /** Key ids in hex. */
  readonly keyId: string;
  readonly registrar: string;
  readonly validUntil: number;
};

export type EnrolmentRules = {
  readonly network: Uint8Array;
  readonly reader: Reader;
  /** Whose directory it is. */
  readonly organisation: string;
  readonly time: number;
};

/** @throws DIRECTORY_DRAFT, DRAFT_EXPIRED, ADMIT_VALIDITY, PERSON_*, CBOR_*, KEY_*, ENVELOPE_* */
export function checkEnrolment(
  bytes: Uint8Array,
  openings: readonly Opening[],
  rules: EnrolmentRules,
): CheckedEnrolment {
  const draft = decodeDraft(bytes);
  checkNetwork(draft, rules.network);
  checkTime(draft.payload.validUntil, rules.time);
  checkSignatures(draft, "admission");
  const body = bodyOf(draft);
  const keyId = toHex(thumbprint(decodeCoseKey(decodeCbor(body.key.coseKey))));
  const registrar = registrarOf(draft, keyId, body, rules);
  if (isOthers(rules.reader, body, keyId)) throw refuse("handle");
  const person = openPerson({ ...body }, openings);
  const { validUntil } = draft.payload;
  return { id: toHex(draft.id), body, person, keyId, registrar, validUntil };
}

const refuse = (member: string) => directoryError("DIRECTORY_DRAFT", { member });

function bodyOf({ payload: { type, body } }: Envelope): EnrolBody {
  if (type !== "identity.enrol") throw refuse("type");
  const parsed = enrolBody.safeParse(body);
  if (!parsed.success) throw refuse(parsed.error.issues[0]?.path.join("/") ?? "body");
  return parsed.data;
}

/** Two signers and no more: the new key, which has signed, and one of the organisation's registrars. */
function registrarOf(
  { payload, signatures }: Envelope,
  keyId: string,
  { organisation }: EnrolBody,
  rules: EnrolmentRules,
): string {
  const signers = payload.signers.map(toHex);
  const [registrar, ...more] = signers.filter((signer) => signer !== keyId);
  if (registrar === undefined || more.length > 0 || signers.length !== 2) throw refuse("signers");
  if (!signatures.some((signature) => toHex(signature.thumbprint) === keyId)) {
    throw refuse("signatures");
  }
  if (organisation !== rules.organisation) throw refuse("organisation");
  try {
    officialFor(rules.reader, registrar, "enrolment", rules);
  } catch (error) {
    if (!isCoded(error)) throw error;
    throw directoryError("DIRECTORY_DRAFT", { member: "signers" }, error);
  }
  return registrar;
}

/**
 * Whether the handle is somebody else's, or the key another's; one's own may be asked for again, by a
 * key of its own, should the directory lose it.
 */
function isOthers(reader: Reader, body: EnrolBody, keyId: string): boolean {
  const record = reader.read(handle, body.handle)?.value;
  const bearer = bearerOf(reader, keyId);
  if (record === undefined) {
    return bearer !== null || reader.read(official, body.handle) !== undefined;
  }
  // Whoever was shown the openings would else be taken for the person while the request waits.
  if (bearer?.handle !== body.handle) return true;
  return (["name", "number", "birthDate"] as const).some(
    (member) => !equalBytes(record[member], body[member]),
  );
}

function checkTime(validUntil: number, now: number): void {
  if (validUntil < now) throw draftError("DRAFT_EXPIRED");
  if (validUntil > now + limits.validityMs)
    throw engineError("ADMIT_VALIDITY", { validUntil, now });
}
