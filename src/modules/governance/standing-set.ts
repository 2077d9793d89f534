import type { Reader } from "../../ledger/module.js";
import { agencyOf, openEpoch } from "./agencies.js";
import { governanceError } from "./errors.js";
import { cosignerKey, logKey, type Member } from "./schema.js";
import { validatorKeyOf } from "./validators.js";

/** The open epoch, and the agencies that it counts, with their open keys. */
export type StandingSet = ReturnType<typeof openEpoch> & { readonly members: readonly Member[] };

export function standingSet(reader: Reader): StandingSet {
  const open = openEpoch(reader);
  return { ...open, members: open.network.agencies.map((name) => memberOf(reader, name)) };
}

function memberOf(reader: Reader, name: string): Member {
  const { organisation, logKeys, cosignerKeys } = agencyOf(reader, name);
  return {
    name,
    organisation,
    logKey: newest(reader, logKey, logKeys),
    cosignerKey: newest(reader, cosignerKey, cosignerKeys),
    validatorKey: validatorKeyOf(reader, name),
  };
}

/** Keys are listed in the order of binding, and the last is the open one. */
function newest(reader: Reader, record: typeof logKey, ids: readonly string[]): Uint8Array {
  const key = reader.read(record, ids.at(-1) ?? "")?.value.key;
  if (key === undefined) throw governanceError("GOVERNANCE_AGENCY_UNKNOWN");
  return key;
}
