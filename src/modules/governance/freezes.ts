import { z } from "zod";
import type { Reader } from "../../ledger/module.js";
import { bytes32, recordType, time } from "../../ledger/record-type.js";

/** id: title of land. Bars what is lodged from then on; retracted when it is lifted or runs out. */
export const freeze = recordType({
  prefix: "governance/freeze",
  schema: z.strictObject({
    /** A commitment to the court's order. */
    order: bytes32,
    from: time,
    until: time.nullable(),
  }),
  publicity: { order: "closed", from: "open", until: "open" },
  deadline: (_, { until }) => until,
});

/** Since when the title is frozen, ms since 1970; null where it is not. */
export function frozenSince(reader: Reader, title: string): number | null {
  return reader.read(freeze, title)?.value.from ?? null;
}
