import type { Reader, TransactionContext } from "../../ledger/module.js";
import type { Owner } from "./bodies.js";
import { landError } from "./errors.js";
import { lists } from "./lists.js";
import type { LandNeeds } from "./needs.js";
import { type Holder, handlesOf, type Right } from "./schema.js";
import { fractionText, type Share, sumOf, sumToOne, WHOLE } from "./shares.js";

/** Who holds one right, jointly where they are several, and of how much. */
export type Ownership = { readonly holders: Holder[]; readonly share: Share };

/**
 * The ownerships of a first registration, one for each holder with a share or one of them all, and
 * their flags: legacy shares that do not sum to 1 are taken with a flag.
 * @throws LAND_HOLDER_TWICE, LAND_SHARES_MIXED, LAND_SHARES_SUM, LAND_SOURCES_SHARED
 */
export function ownershipsOf(
  owners: readonly Owner[],
  legacy: boolean,
): { readonly ownerships: readonly Ownership[]; readonly flags: Right["flags"] } {
  checkTwice(owners);
  const ownerships = owners.flatMap(({ share, kind, id }): Ownership[] =>
    share === null ? [] : [{ holders: [{ kind, id }], share }],
  );
  if (ownerships.length === 0) {
    const holders = owners.map(({ kind, id }) => ({ kind, id }));
    return { ownerships: [{ holders, share: WHOLE }], flags: [] };
  }
  if (ownerships.length < owners.length) throw landError("LAND_SHARES_MIXED");
  const [, other] = handlesOf(owners);
  if (other !== undefined) throw landError("LAND_SOURCES_SHARED", { handle: other });
  const shares = ownerships.map(({ share }) => share);
  if (sumToOne(shares)) return { ownerships, flags: [] };
  if (!legacy)
    throw landError("LAND_SHARES_SUM", { given: "1", taken: fractionText(sumOf(shares)) });
  return { ownerships, flags: ["shares"] };
}

/** @throws LAND_HOLDER_TWICE */
export function checkTwice(holders: readonly Holder[]): void {
  const named = holders.flatMap(({ id }) => id ?? []);
  const twice = named.find((id, place) => named.indexOf(id) !== place);
  if (twice !== undefined) throw landError("LAND_HOLDER_TWICE", { holder: twice });
}

/** Refuses who is not on record, and a handle that was given for another holding. @throws LAND_HANDLE_USED */
export function checkTakers(needs: LandNeeds, reader: Reader, holders: readonly Holder[]): void {
  for (const { kind, id } of holders) {
    if (id === null) continue;
    if (kind === "organisation") needs.organisation(reader, id);
    else needs.person(reader, id);
  }
  for (const handle of handlesOf(holders)) {
    if (reader.members(lists.holding(handle)).length > 0) {
      throw landError("LAND_HANDLE_USED", { handle });
    }
  }
}

/** Refuses where one of them has not signed. @throws LAND_HOLDER_UNABLE for one whom nobody signs for */
export function checkSigned(
  needs: LandNeeds,
  context: TransactionContext,
  holders: readonly Holder[],
): void {
  const { signatories, time } = context;
  // Each is looked for among all signatories, so nobody is twice, in however many rights they stand.
  const asked = new Set<string>();
  for (const { kind, id } of holders) {
    if (id === null) throw landError("LAND_HOLDER_UNABLE", { kind });
    if (asked.has(`${kind} ${id}`)) continue;
    asked.add(`${kind} ${id}`);
    if (kind === "person") needs.signed(context, signatories, id);
    else needs.signedFor(context, signatories, id, time);
  }
}
