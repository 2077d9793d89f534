import { z } from "zod";
import type { Cbor } from "../../codec/cbor-value.js";
import type { AllRecords, Context } from "../../ledger/module.js";
import { addOrganisation } from "./bind.js";
import { identityError } from "./errors.js";
import { key, office, official, organisation } from "./schema.js";
import { registerBody } from "./transactions.js";

/** The genesis fact's member `identity`: who is there before the first transaction. */
export const identityGenesis = z.strictObject({ organisations: z.array(registerBody) });
export type IdentityGenesis = z.infer<typeof identityGenesis>;

export function importGenesis(context: Context, input: Cbor | undefined): void {
  if (input === undefined) return;
  const parsed = identityGenesis.safeParse(input);
  if (!parsed.success) throw identityError("IDENTITY_GENESIS", {}, parsed.error);
  for (const each of parsed.data.organisations) addOrganisation(context, each);
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
