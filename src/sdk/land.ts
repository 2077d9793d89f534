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

/** The body of a `land.register` for a parcel whose holder is not yet determined. */
export function registrationOf(
  parcel: RegistrationParcel,
  place: RegistrationPlace,
  source: RegistrationSource,
  legacy: boolean,
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
    holders: [{ kind: "notDetermined", id: null, share: null }],
    sources: [{ ...source }],
    inLaw: null,
    grounds: null,
    legacy,
  };
}
