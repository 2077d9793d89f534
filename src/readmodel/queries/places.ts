import type { ReadDb } from "../proved.js";

/** Streets and addresses are public and off the ledger: no fact proves them. */
export type Street = {
  readonly id: string;
  readonly name: string;
  readonly locality: string;
  /** Longitude and latitude in degrees. */
  readonly line: readonly (readonly [number, number])[];
};
export type Address = {
  readonly parcel: string;
  readonly street: string;
  readonly number: string;
  readonly locality: string;
};

export async function allStreets(db: ReadDb): Promise<Street[]> {
  const rows = await db.selectFrom("place_street").selectAll().orderBy("id").execute();
  return rows.map(({ id, name, locality, line }) => ({
    id,
    name,
    locality,
    line: JSON.parse(line),
  }));
}

/** Of a parcel, in the register's order; one may have several. */
export async function addressesOf(db: ReadDb, parcel: string): Promise<Address[]> {
  return db
    .selectFrom("place_address")
    .innerJoin("place_street", "place_street.id", "place_address.street")
    .select(["parcel", "place_street.name as street", "number", "locality"])
    .where("parcel", "=", parcel)
    .execute();
}

/** Each with the id of its street. */
export async function allAddresses(
  db: ReadDb,
): Promise<{ readonly parcel: string; readonly street: string; readonly number: string }[]> {
  return db.selectFrom("place_address").select(["parcel", "street", "number"]).execute();
}
