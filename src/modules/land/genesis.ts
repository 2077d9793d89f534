import { z } from "zod";
import type { Cbor } from "../../codec/cbor-value.js";
import type { AllRecords, Context } from "../../ledger/module.js";
import { segment } from "../../ledger/record-type.js";
import { levelKinds } from "./codes.js";
import { landError } from "./errors.js";
import { putLevel, putOffice } from "./founding.js";
import { districtsSchema, gridSchema, landId, level, office } from "./schema.js";

/** The genesis fact's member `land`: what stands before the first registration. */
export const landGenesis = z.strictObject({
  levels: z.array(z.strictObject({ id: landId, kind: z.enum(levelKinds), grid: gridSchema })),
  offices: z.array(
    z.strictObject({ id: landId, organisation: segment, districts: districtsSchema }),
  ),
});
export type LandGenesis = z.infer<typeof landGenesis>;

/** @throws LAND_GENESIS, LAND_LEVEL_EXISTS, LAND_OFFICE_EXISTS, LAND_DISTRICT_TAKEN */
export function importGenesis(context: Context, input: Cbor | undefined): void {
  if (input === undefined) return;
  const parsed = landGenesis.safeParse(input);
  if (!parsed.success) throw landError("LAND_GENESIS", {}, parsed.error);
  for (const { id, kind, grid } of parsed.data.levels) putLevel(context, id, kind, grid);
  for (const { id, organisation, districts } of parsed.data.offices) {
    putOffice(context, id, organisation, districts);
  }
}

/** The founding input that gives these levels and offices, ordered by id. */
export function exportGenesis(records: AllRecords): LandGenesis {
  return {
    levels: [...records(level)]
      .map(({ id, value: { kind, grid } }) => ({ id, kind, grid }))
      .sort(byId),
    offices: [...records(office)]
      .map(({ id, value: { organisation, districts } }) => ({ id, organisation, districts }))
      .sort(byId),
  };
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : 1;
}
