import { landError } from "./errors.js";
import type { Holder, Right } from "./schema.js";
import { sumToOne } from "./shares.js";

/**
 * The flags of an ownership with these holders: a legacy one whose shares do not sum to 1 is taken
 * with a flag. Who holds jointly has no share.
 * @throws LAND_HOLDER_TWICE, LAND_SHARES_MIXED, LAND_SHARES_SUM
 */
export function checkHolders(holders: readonly Holder[], legacy: boolean): Right["flags"] {
  const named = holders.flatMap(({ id }) => id ?? []);
  const twice = named.find((id, place) => named.indexOf(id) !== place);
  if (twice !== undefined) throw landError("LAND_HOLDER_TWICE", { holder: twice });
  const shares = holders.flatMap(({ share }) => (share === null ? [] : [share]));
  if (shares.length === 0) return [];
  if (shares.length < holders.length) throw landError("LAND_SHARES_MIXED");
  if (sumToOne(shares)) return [];
  if (!legacy) throw landError("LAND_SHARES_SUM", { holders: holders.length });
  return ["shares"];
}
