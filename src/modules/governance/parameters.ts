import { z } from "zod";
import type { Reader } from "../../ledger/module.js";
import { recordType, uint } from "../../ledger/record-type.js";

/** What governance may set, each within its bounds, and what holds until it does. */
export const parameters = {
  /** Most bytes of transactions in a block of a consortium's engine; what a block may write is 16 MiB. */
  "engine.blockBytes": { least: 1_048_576, most: 16_777_216, standard: 4_194_304 },
} as const;

export const parameterName = z.enum(["engine.blockBytes"]);
export type ParameterName = z.infer<typeof parameterName>;

/** id: name. */
export const parameter = recordType({
  prefix: "governance/parameter",
  schema: z.strictObject({ value: uint }),
  publicity: { value: "open" },
});

export function parameterNow(reader: Reader, name: ParameterName): number {
  return reader.read(parameter, name)?.value.value ?? parameters[name].standard;
}
