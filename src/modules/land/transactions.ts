import { z } from "zod";
import { type TransactionType, transactionType } from "../../ledger/module.js";
import { bytes32, segment, uint } from "../../ledger/record-type.js";
import { levelKinds } from "./codes.js";
import { foundLevel } from "./execute/found-level.js";
import { openOffice } from "./execute/open-office.js";
import { register } from "./execute/register.js";
import type { LandNeeds } from "./needs.js";
import {
  districtsSchema,
  encodedShape,
  gridSchema,
  holderSchema,
  landId,
  landLimits,
  sourceSchema,
  timeInLaw,
} from "./schema.js";

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
  holders: z.array(holderSchema).min(1).max(landLimits.holders),
  sources: z.array(sourceSchema).min(1).max(landLimits.sources),
  inLaw: timeInLaw.nullable(),
  grounds: bytes32.nullable(),
  /** Taken over from an earlier register: what is wrong with it is flagged, not refused. */
  legacy: z.boolean(),
});
export type RegisterBody = z.infer<typeof registerBody>;

export function transactions(needs: LandNeeds): Readonly<Record<string, TransactionType>> {
  return {
    foundLevel: transactionType({
      body: foundLevelBody,
      sentence: ({ level, grid }) => `Founded the level ${level} with a grid in ${grid.crs}`,
      execute: (context, body) => foundLevel(needs, context, body),
    }),
    openOffice: transactionType({
      body: openOfficeBody,
      sentence: ({ office, districts }) =>
        `Opened the office ${office} for ${districts.length === 1 ? "the district" : "the districts"} ${districts.join(", ")}`,
      execute: (context, body) => openOffice(needs, context, body),
    }),
    register: transactionType({
      body: registerBody,
      sentence: registerSentence,
      execute: (context, body) => register(needs, context, body),
    }),
  };
}

function registerSentence({ parcel, title, office, legacy }: RegisterBody): string {
  const what = `parcel ${parcel} with ${title === parcel ? "its title" : `the title ${title}`}`;
  return legacy
    ? `Took over ${what} from an earlier register into the daybook of the office ${office}`
    : `Registered ${what} in the daybook of the office ${office}`;
}
