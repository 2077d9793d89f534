import { z } from "zod";
import { bytes32, type RecordType, uint } from "../../ledger/record-type.js";

const decision = z.tuple([uint, bytes32]);

/**
 * id: index of the entry. What docs/reference/formats.md has for a struck leaf: the index again, and
 * the hash of what stands there.
 */
export const strike: RecordType<z.infer<typeof decision>> = {
  prefix: "governance/strike",
  publicity: {},
  parse: (value) => decision.parse(value),
  written: (value) => decision.parse(value),
  derive: null,
};
