import type { Session } from "./session.js";

export type Registrar = {
  readonly keyId: string;
  readonly organisation: string;
  /** Districts; null: all. */
  readonly within: readonly string[] | null;
};

/** Where a registrar must reach; what is not said does not matter. */
type Need = { readonly organisation?: string | undefined; readonly district?: string };

/**
 * Registrars with the keys that now sign for them, those of few districts first: who serves them all
 * is for what nobody else does.
 * @throws REMOTE_*
 */
export async function registrarsOf(
  { client }: Session,
  { organisation, district }: Need = {},
): Promise<Registrar[]> {
  const { items } = (await client.officers({ role: "registrar", limit: 500 })).body;
  return items
    .flatMap(({ value, keyIds }) =>
      keyIds.slice(0, 1).map((keyId) => ({
        keyId,
        organisation: value.organisation,
        within: value.within,
      })),
    )
    .filter((registrar) => organisation === undefined || registrar.organisation === organisation)
    .filter(({ within }) => district === undefined || within === null || within.includes(district))
    .sort((a, b) => reachOf(a) - reachOf(b));
}

const reachOf = ({ within }: Registrar): number => within?.length ?? Number.POSITIVE_INFINITY;
