import { errorFamily } from "../../base/errors.js";

export const identityError = errorFamily({
  IDENTITY_GENESIS: "The genesis fact's member of this module is not of its form.",
  IDENTITY_KEY_UNKNOWN: "No signer's key is bound to anybody on this ledger.",
  IDENTITY_KEY_REVOKED: "The signer's key was revoked.",
  IDENTITY_KEY_ALGORITHM: "The key is bound with another algorithm.",
  IDENTITY_KEY_BINDING:
    "The signature was made for another relying party or origin than the key's.",
  IDENTITY_NO_OFFICE: "No signer holds the office that this needs.",
  IDENTITY_OFFICE_ELSEWHERE: "The signer's office does not reach this district.",
  IDENTITY_OFFICE_ENDED: "The signer's office has ended.",
  IDENTITY_ORGANISATION_UNKNOWN: "There is no such organisation.",
  IDENTITY_ORGANISATION_TAKEN: "There is such an organisation already.",
  IDENTITY_NOT_ACCREDITED: "The agencies have not accredited the organisation as it stands here.",
  IDENTITY_HANDLE_TAKEN: "This code is taken already.",
  IDENTITY_HANDLE_UNKNOWN: "No person has this code.",
  IDENTITY_HANDLE_UNSIGNED: "The key of this code has not signed.",
  IDENTITY_KEY_UNSIGNED: "The new key has not signed that it takes this on.",
  IDENTITY_KEY_TAKEN: "The key is bound already.",
  IDENTITY_OFFICE_TAKEN: "The official holds this office already.",
  IDENTITY_OFFICIAL_UNKNOWN: "There is no such official.",
  IDENTITY_OFFICE_PAST: "An office cannot end before it begins.",
  IDENTITY_READS_PERIOD: "The period of these reads ends before it begins, or has not ended yet.",
});
