/** Code lists: what may stand where a text would invite prose. */

export const levelKinds = ["surface", "building", "below", "water", "air"] as const;

/** Of the kinds of LADM's LA_RightType, those that this version registers. */
export const rightKinds = ["ownership"] as const;

/** Only persons, by a handle, and organisations are named by an id. */
export const holderKinds = [
  "notDetermined",
  "notKnown",
  "state",
  "organisation",
  "person",
] as const;

/** Who may take a right. */
export const takerKinds = ["state", "organisation", "person"] as const;

/** LADM's LA_Source: administrative ones first, then spatial ones. */
export const sourceKinds = [
  "deed",
  "title",
  "mortgage",
  "order",
  "statement",
  "extract",
  "survey",
  "cadastralMap",
] as const;

/** `takeOver`: from an earlier register, flaws included. */
export const entryKinds = ["firstRegistration", "takeOver", "transfer", "determination"] as const;

export const decisions = ["registered", "refused", "withdrawn"] as const;

export const titleStatus = ["active", "retired"] as const;

export const rightStatus = ["active", "ended"] as const;

/** What is known to be wrong with a parcel. */
export const parcelFlags = ["overlap"] as const;

/** What is known to be wrong with a right: the `shares` of its title do not sum to 1. */
export const rightFlags = ["shares"] as const;
