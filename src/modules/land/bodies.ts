import { z } from "zod";
import { bytes32, segment, uint } from "../../ledger/record-type.js";
import { holderKinds, levelKinds, takerKinds } from "./codes.js";
import {
  districtsSchema,
  encodedShape,
  gridSchema,
  isNamed,
  landId,
  landLimits,
  sourceSchema,
  timeInLaw,
} from "./schema.js";
import { share } from "./shares.js";

/** What the transactions of this module are made of; README.md says what each member means. */

export const foundLevelBody = z.strictObject({
  level: landId,
  /** One of which the signer is a registrar. */
  district: segment,
  kind: z.enum(levelKinds),
  grid: gridSchema,
});
export type FoundLevelBody = z.infer<typeof foundLevelBody>;

export const openOfficeBody = z.strictObject({ office: landId, districts: districtsSchema });
export type OpenOfficeBody = z.infer<typeof openOfficeBody>;

const owner = z
  .strictObject({
    kind: z.enum(holderKinds),
    id: segment.nullable(),
    /** Null where all hold jointly. */
    share: share.nullable(),
  })
  .refine(isNamed);
export type Owner = z.infer<typeof owner>;

const sources = z.array(sourceSchema).min(1).max(landLimits.sources);

export const registerBody = z.strictObject({
  office: landId,
  district: segment,
  level: landId,
  parcel: landId,
  title: landId,
  nationalCadastralReference: segment,
  shape: encodedShape,
  legalAreaM2: uint.nullable(),
  estimatedAccuracyMm: uint.nullable(),
  holders: z.array(owner).min(1).max(landLimits.holders),
  sources,
  inLaw: timeInLaw.nullable(),
  grounds: bytes32.nullable(),
  /** Taken over from an earlier register: what is wrong with it is flagged, not refused. */
  legacy: z.boolean(),
});
export type RegisterBody = z.infer<typeof registerBody>;

const from = z
  .array(
    z.strictObject({
      right: segment,
      /** Of the whole title; null: all of the right. */
      share: share.nullable(),
    }),
  )
  .min(1)
  .max(landLimits.listed)
  .refine((given) => new Set(given.map(({ right }) => right)).size === given.length);
export type From = z.infer<typeof from>;

const taker = z.strictObject({ kind: z.enum(takerKinds), id: segment.nullable() }).refine(isNamed);
const takingTerms = {
  /** Several take jointly. */
  holders: z.array(taker).min(1).max(landLimits.holders),
  /** Of the whole title. */
  share,
};
const to = z
  .array(z.strictObject({ ...takingTerms, sources }))
  .min(1)
  .max(landLimits.listed);
export type To = z.infer<typeof to>;

export const lodgeBody = z.strictObject({
  title: landId,
  from,
  to: z.array(z.strictObject(takingTerms)).min(1).max(landLimits.listed),
});
export type LodgeBody = z.infer<typeof lodgeBody>;

export const withdrawBody = z.strictObject({ entry: segment });
export type WithdrawBody = z.infer<typeof withdrawBody>;

export const refuseBody = z.strictObject({ entry: segment, grounds: bytes32.nullable() });
export type RefuseBody = z.infer<typeof refuseBody>;

export const transferBody = z.strictObject({
  title: landId,
  from,
  to,
  price: bytes32.nullable(),
  /** Null: by entry, at the time of the block. */
  inLaw: timeInLaw.nullable(),
  grounds: bytes32.nullable(),
  /** What was lodged before; null: lodged and registered in one step. */
  entry: segment.nullable(),
});
export type TransferBody = z.infer<typeof transferBody>;

export const determineBody = z.strictObject({
  title: landId,
  right: segment,
  to,
  inLaw: timeInLaw.nullable(),
  grounds: bytes32.nullable(),
});
export type DetermineBody = z.infer<typeof determineBody>;
