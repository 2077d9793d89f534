import { z } from "zod";
import type { Cbor } from "../../codec/cbor-value.js";
import type { AllRecords, Context } from "../../ledger/module.js";
import { bytes32, segment, uint } from "../../ledger/record-type.js";
import { bindKeys, checkThreshold, keyIdOf } from "./agencies.js";
import { governanceError } from "./errors.js";
import {
  agency,
  agencyName,
  cosignerKey,
  epoch,
  governanceLimits,
  logKey,
  network,
  THIS_NETWORK,
  validator,
} from "./schema.js";
import { bindValidator } from "./validators.js";

/** The genesis fact's member `governance`: the founding agencies, their keys and their threshold. */
export const governanceGenesis = z.strictObject({
  threshold: uint,
  agencies: z
    .array(
      z.strictObject({
        name: agencyName,
        organisation: segment,
        logKey: bytes32,
        cosignerKey: bytes32,
        /** Where a consortium orders; absent in a network with one operator. */
        validatorKey: bytes32.exactOptional(),
      }),
    )
    .min(1)
    .max(governanceLimits.agencies),
});
export type GovernanceGenesis = z.infer<typeof governanceGenesis>;

export function importGenesis(context: Context, input: Cbor | undefined): void {
  const parsed = governanceGenesis.safeParse(input);
  if (!parsed.success) throw governanceError("GOVERNANCE_GENESIS", {}, parsed.error);
  const { threshold, agencies } = parsed.data;
  checkThreshold(threshold, agencies.length);
  const names = agencies.map(({ name }) => name);
  context.put(network, THIS_NETWORK, { agencies: names, epochs: 1 });
  context.put(epoch, "0", { from: 0, to: null, threshold, lost: null });
  for (const { organisation, validatorKey, ...keys } of agencies) {
    context.put(agency, keys.name, {
      organisation,
      logKeys: [keyIdOf(keys.logKey)],
      cosignerKeys: [keyIdOf(keys.cosignerKey)],
    });
    bindKeys(context, keys, 0);
    if (validatorKey !== undefined) bindValidator(context, keys.name, validatorKey);
  }
}

/** The founding input that gives these records, while the first epoch is open. */
export function exportGenesis(records: AllRecords): GovernanceGenesis {
  const keys = new Map(
    [...records(logKey), ...records(cosignerKey)].map(({ id, value }) => [id, value.key]),
  );
  const key = (id: string | undefined) => keys.get(id ?? "") ?? new Uint8Array(32);
  const [first] = records(epoch);
  const [standing] = records(network);
  const validators = new Map([...records(validator)].map(({ id, value }) => [id, value.key]));
  const validatorKey = (name: string) => {
    const bound = validators.get(name);
    return bound && { validatorKey: bound };
  };
  const agencies = new Map([...records(agency)].map(({ id, value }) => [id, value]));
  return {
    threshold: first?.value.threshold ?? 0,
    agencies: (standing?.value.agencies ?? []).map((name) => ({
      name,
      organisation: agencies.get(name)?.organisation ?? "",
      logKey: key(agencies.get(name)?.logKeys[0]),
      cosignerKey: key(agencies.get(name)?.cosignerKeys[0]),
      ...validatorKey(name),
    })),
  };
}
