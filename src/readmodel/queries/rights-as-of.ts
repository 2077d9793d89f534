import { type Proof, proofOf, type ReadDb } from "../proved.js";
import type { ReadTables } from "../read-tables.js";

/** A version of a right. Who holds it stands in the fact. */
export type RightVersion = Proof & {
  readonly id: string;
  readonly kind: string;
  readonly status: string;
  /** Null: the whole. */
  readonly share: readonly [numerator: number, denominator: number] | null;
  readonly entry: string;
  /** Null: not known since when. */
  readonly inLaw: number | null;
  readonly lodged: number;
  readonly registered: number;
  /** When this version was replaced on the register; null: it stands. */
  readonly registeredUntil: number | null;
};

export type AsOf = {
  /** In law, ms since 1970: what was so in the world. */
  readonly law: number;
  /** On the register: as far as it was known there then. */
  readonly register: number;
};

/**
 * A title's rights as of both times. Of what the register knew then about a right, the latest
 * version that was in law by the other time counts; one whose time is not known counts since ever.
 */
export async function rightsAsOf(
  db: ReadDb,
  title: string,
  { law, register }: AsOf,
): Promise<RightVersion[]> {
  const rows = await db
    .selectFrom("land_right")
    .selectAll()
    .where("title", "=", title)
    .where("register_from", "<=", register)
    .where((eb) => eb.or([eb("in_law", "is", null), eb("in_law", "<=", law)]))
    .orderBy("fact_index")
    .execute();
  const latest = new Map(rows.map((row) => [row.fact_key, row]));
  return [...latest.values()].filter(({ status }) => status === "active").map(rightVersion);
}

export function rightVersion(row: ReadTables["land_right"]): RightVersion {
  const { share_numerator: numerator, share_denominator: denominator } = row;
  return {
    ...proofOf(row),
    id: row.id,
    kind: row.kind,
    status: row.status,
    share: numerator === null || denominator === null ? null : [numerator, denominator],
    entry: row.entry,
    inLaw: row.in_law,
    lodged: row.lodged,
    registered: row.registered,
    registeredUntil: row.register_until,
  };
}
