import type { Cbor } from "../codec/cbor-value.js";
import { encodeShape } from "../modules/land/geometry/encode-shape.js";
import type { Shape } from "../modules/land/geometry/shape.js";

/** Where a parcel is registered. */
export type RegistrationPlace = {
  readonly office: string;
  readonly district: string;
  readonly level: string;
};
/** The document that a registration rests on: it lies off the ledger, its commitment on it. */
export type RegistrationSource = {
  readonly kind: string;
  /** ISO 8601 calendar date. */
  readonly date: string;
  readonly commitment: Uint8Array;
  readonly validatedBy: string;
};
export type RegistrationParcel = {
  readonly id: string;
  readonly reference: string;
  readonly shape: Shape;
  readonly legalAreaM2: number | null;
};

export type RegistrationHolders = {
  /** Who hold the whole, jointly where they are several. */
  readonly holders: readonly { readonly kind: string; readonly id: string | null }[];
  /** Since when, ms since 1970; null where nobody knows. */
  readonly inLaw: number | null;
};
const notDetermined: RegistrationHolders = {
  holders: [{ kind: "notDetermined", id: null }],
  inLaw: null,
};

/** The body of a `land.register` for a parcel, whose holder is not yet determined unless it is said. */
export function registrationOf(
  parcel: RegistrationParcel,
  place: RegistrationPlace,
  source: RegistrationSource,
  legacy: boolean,
  { holders, inLaw }: RegistrationHolders = notDetermined,
): Cbor {
  const { id, reference, shape, legalAreaM2 } = parcel;
  return {
    ...place,
    parcel: id,
    title: id,
    nationalCadastralReference: reference,
    shape: encodeShape(shape),
    legalAreaM2,
    estimatedAccuracyMm: null,
    holders: holders.map(({ kind, id }) => ({ kind, id, share: null })),
    sources: [{ ...source }],
    inLaw,
    grounds: null,
    legacy,
  };
}
