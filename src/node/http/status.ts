import type { CounterfoilError } from "../../base/errors.js";

/** HTTP statuses of our codes; a code that is not here is a fault of the node. */
const statuses: Readonly<Record<string, number>> = {
  AGENCY_NONE: 503,
  API_PARAMETER: 400,
  API_BODY_EMPTY: 400,
  API_REQUEST: 400,
  API_ADDRESS: 404,
  API_RECORD_UNKNOWN: 404,
  API_NOT_BLOCK_END: 404,
  API_BLOCK_TIME: 409,
  API_SEQUENCE_COUNT: 413,
  API_TOO_LARGE: 413,
  API_MEDIA_TYPE: 415,
  API_BUSY: 429,
  DIRECTORY_DRAFT: 422,
  DIRECTORY_FULL: 429,
  DIRECTORY_NONE: 503,
  DIRECTORY_READS: 429,
  DIRECTORY_ROLE: 403,
  DIRECTORY_UNKNOWN: 404,
  DRAFT_UNKNOWN: 404,
  DRAFT_UNSIGNED: 422,
  DRAFT_EXPIRED: 422,
  DRAFT_FULL: 429,
  DRAFT_NOTE: 422,
  DRAFT_NOTES_FULL: 429,
  DRAFT_SIGNER_FULL: 429,
  COSIGN_FORK: 409,
  COSIGN_ORIGIN: 422,
  COSIGN_STRANGER: 403,
  ENGINE_FULL: 429,
  ENGINE_SENDER_FULL: 429,
  ENGINE_HALTED: 503,
  ENGINE_QUORUM: 503,
  ENGINE_STOPPING: 503,
  KEY_NONE: 503,
  KEY_QUORUM: 503,
  LOG_BEHIND: 503,
  MODULE_UNKNOWN: 503,
  NODE_ALONE: 404,
  NODE_READ_ONLY: 503,
  RECORD_MISSING: 503,
  PROVE_FAR: 422,
  PROVE_NOT_CURRENT: 409,
  PROVE_NOT_YET: 404,
  PROVE_STRUCK: 410,
  PROVE_TIME: 422,
  PROVE_UNKNOWN: 404,
  PROVE_UNSIGNED: 503,
  PERSON_FORM: 422,
  PERSON_OPENING: 422,
  READMODEL_CORRUPT: 503,
  READMODEL_FAILED: 503,
  READ_FORM: 401,
  READ_OTHER: 401,
  READ_TIME: 401,
  READ_SIGNATURE: 401,
};

/** Codes by which one envelope is refused at admission; every other error is the request's. */
const REFUSALS = /^(?:CBOR|KEY|ENVELOPE|WEBAUTHN|TX|ADMIT)_/;
/** Codes by which a signed note is refused. */
const NOTES = /^(?:NOTE|CHECKPOINT|COSIGNATURE)_/;

/** Null for what says nothing to a caller. */
export function statusOf({ code }: CounterfoilError): number | null {
  return statuses[code] ?? (REFUSALS.test(code) || NOTES.test(code) ? 422 : null);
}

/** Seconds after which what has no room now may have some. */
export const RETRY_AFTER = "1";
export const hasNoRoom = (code: string): boolean =>
  code === "ENGINE_FULL" || code === "ENGINE_SENDER_FULL";

export const isRefusal = ({ code }: CounterfoilError): boolean =>
  hasNoRoom(code) || REFUSALS.test(code);
