import { z } from "zod";
import type { Cbor } from "../../codec/cbor-value.js";
import type { AllRecords, Context } from "../../ledger/module.js";
import { bytes32, segment } from "../../ledger/record-type.js";
import { bindOfficial, giveOffice } from "./bind.js";
import { identityError } from "./errors.js";
import { handleId, key, office, official, organisation } from "./schema.js";
import { keyBinding, officeTerms } from "./transactions.js";

/** The genesis fact's member `identity`: who is there before the first transaction. */
export const identityGenesis = z.strictObject({
  organisations: z.array(
    z.strictObject({
      id: segment,
      name: z.string().min(1).max(120),
      reference: bytes32.nullable(),
      officials: z.array(
        z.strictObject({ handle: handleId, key: keyBinding, offices: z.array(officeTerms) }),
      ),
    }),
  ),
});
export type IdentityGenesis = z.infer<typeof identityGenesis>;

export function importGenesis(context: Context, input: Cbor | undefined): void {
  if (input === undefined) return;
  const parsed = identityGenesis.safeParse(input);
  if (!parsed.success) throw identityError("IDENTITY_GENESIS", {}, parsed.error);
  for (const { id, name, reference, officials } of parsed.data.organisations) {
    context.put(organisation, id, { name, reference });
    for (const { handle, key, offices } of officials) {
      bindOfficial(context, id, handle, key);
      for (const terms of offices) giveOffice(context, id, handle, terms);
    }
  }
}

/** The founding input that gives these records: the inverse of `importGenesis` for a founded network. */
export function exportGenesis(records: AllRecords): IdentityGenesis {
  const officialsOf = (organisationId: string) =>
    [...records(official)]
      .filter(({ value }) => value.organisation === organisationId)
      .flatMap(({ id: handle }) =>
        [...records(key)]
          .filter(({ value }) => value.handle === handle)
          .map(({ value: { coseKey, algorithm, webauthn } }) => ({
            handle,
            key: { coseKey, algorithm, webauthn },
            offices: [...records(office)]
              .filter(({ id }) => id.startsWith(`${handle}~`))
              .map(({ value: { role, within, upTo, until } }) => ({ role, within, upTo, until })),
          })),
      );
  return {
    organisations: [...records(organisation)].map(({ id, value }) => ({
      id,
      ...value,
      officials: officialsOf(id),
    })),
  };
}
