import { makeVkey } from "../../crypto/note.js";
import { lineId } from "../../crypto/trust-rules.js";
import type { Context } from "../../ledger/module.js";
import { agencyOf, openEpoch } from "./agencies.js";
import { governanceError } from "./errors.js";
import { cosignerKey, logKey } from "./schema.js";

/** A key that an agency is to have and that was never bound. */
export type FreshKey = {
  readonly agency: string;
  readonly kind: "logKey" | "cosignerKey" | "validatorKey";
  readonly key: Uint8Array;
};

/**
 * A key is named by four bytes in a note's line, and a key with another's can be searched for. Every
 * key that was ever bound stands in each later trust file, which two of one name would make void.
 * @param fresh keys that are to be bound
 * @throws GOVERNANCE_KEY_LINE
 */
export function checkLineIds(context: Context, fresh: readonly FreshKey[]): void {
  const { origin } = context;
  const ofLog = (key: Uint8Array) => lineId(makeVkey(origin, "Ed25519", key));
  const ofCosigner = (agency: string, key: Uint8Array) =>
    lineId(makeVkey(agency, "cosignature/v1", key));
  const { network } = openEpoch(context);
  const known = new Set<string>();
  for (const name of [...network.agencies, ...(network.former ?? [])]) {
    const { logKeys, cosignerKeys } = agencyOf(context, name);
    for (const id of logKeys) {
      const bound = context.read(logKey, id);
      if (bound !== undefined) known.add(ofLog(bound.value.key));
    }
    for (const id of cosignerKeys) {
      const bound = context.read(cosignerKey, id);
      if (bound !== undefined) known.add(ofCosigner(name, bound.value.key));
    }
  }
  for (const { agency, kind, key } of fresh) {
    if (kind === "validatorKey") continue;
    const line = kind === "logKey" ? ofLog(key) : ofCosigner(agency, key);
    if (known.has(line)) throw governanceError("GOVERNANCE_KEY_LINE", { agency, line });
    known.add(line);
  }
}
