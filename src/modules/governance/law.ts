import { z } from "zod";
import type { Context, Reader } from "../../ledger/module.js";
import { publicities, recordType, uint } from "../../ledger/record-type.js";

/** A field of a record type: `land/right.grounds`. */
export const fieldName = z.string().regex(/^[a-z]{1,32}\/[A-Za-z0-9-]{1,32}\.[A-Za-z0-9]{1,32}$/);
export const moduleName = z.string().regex(/^[a-z]{1,32}$/);

const entries = 256;

/** id: always `this`. Over the tables and versions that the genesis fact names, from the next block on. */
export const law = recordType({
  prefix: "governance/law",
  schema: z.strictObject({
    algorithms: z
      .array(z.strictObject({ algorithm: z.int(), from: uint, to: uint.nullable() }))
      .max(entries),
    publicity: z
      .array(z.strictObject({ field: fieldName, publicity: z.enum(publicities) }))
      .max(entries),
    versions: z
      .array(z.strictObject({ module: moduleName, version: uint, height: uint }))
      .max(entries),
  }),
  publicity: { algorithms: "open", publicity: "open", versions: "open" },
});
export type LawRecord = ReturnType<typeof law.parse>;
export const THIS_LAW = "this";

export const standingLaw = (reader: Reader) => reader.read(law, THIS_LAW);

/** Puts the law on record with a part of it changed. */
export function amend(context: Context, change: (before: LawRecord) => Partial<LawRecord>): void {
  const before = standingLaw(context)?.value ?? { algorithms: [], publicity: [], versions: [] };
  context.put(law, THIS_LAW, { ...before, ...change(before) });
}
