import { areaM2 } from "../area.js";
import { type Page, type Proof, pageOf, proofOf, type ReadDb } from "../proved.js";
import type { ReadTables } from "../read-tables.js";

/** A parcel; its shape stands in the fact. Places are in the unit of its level's grid: degrees, mostly. */
export type ParcelRow = Proof & {
  readonly id: string;
  readonly reference: string;
  readonly level: string;
  readonly district: string;
  readonly title: string;
  /** West, south, east, north. */
  readonly box: Box;
  readonly centre: readonly [x: number, y: number];
  /** Computed from the shape, on WGS 84 where the grid is one of degrees: not what the register vouches for. */
  readonly areaM2: number;
  readonly legalAreaM2: number | null;
  readonly flagged: boolean;
};
export type Box = readonly [minX: number, minY: number, maxX: number, maxY: number];

/** Parcels of a level whose bounding box has a point in a box, by id. @param after id, `next` of the page before */
export async function parcelsIn(
  db: ReadDb,
  place: { readonly level: string; readonly box: Box },
  { limit, after }: { limit: number; after?: string | undefined },
): Promise<Page<ParcelRow, string>> {
  const [level] = await levelsOf(db, place.level);
  if (level === undefined) return { items: [], next: null };
  const [minX, minY, maxX, maxY] = place.box;
  const inSteps = (at: number) => at * level.steps_per_unit;
  let query = withGrid(db)
    .where("land_parcel.level", "=", place.level)
    .where("max_x", ">=", inSteps(minX))
    .where("min_x", "<=", inSteps(maxX))
    .where("max_y", ">=", inSteps(minY))
    .where("min_y", "<=", inSteps(maxY));
  if (after !== undefined) query = query.where("land_parcel.id", ">", after);
  const rows = await query
    .orderBy("land_parcel.id")
    .limit(limit + 1)
    .execute();
  return pageOf(rows, limit, parcelRow, ({ id }) => id);
}

/** Parcels of a district, or of an office's districts, by id. */
export async function parcelsOf(
  db: ReadDb,
  of: { readonly district: string } | { readonly office: string },
  { limit, after }: { limit: number; after?: string | undefined },
): Promise<Page<ParcelRow, string>> {
  const served = db.selectFrom("land_district").select("land_district.id");
  let query =
    "district" in of
      ? withGrid(db).where("land_parcel.district", "=", of.district)
      : withGrid(db).where(
          "land_parcel.district",
          "in",
          served.where("land_district.office", "=", of.office),
        );
  if (after !== undefined) query = query.where("land_parcel.id", ">", after);
  const rows = await query
    .orderBy("land_parcel.id")
    .limit(limit + 1)
    .execute();
  return pageOf(rows, limit, parcelRow, ({ id }) => id);
}

const levelsOf = (db: ReadDb, id: string) =>
  db.selectFrom("land_level").selectAll().where("id", "=", id).execute();

const withGrid = (db: ReadDb) =>
  db
    .selectFrom("land_parcel")
    .innerJoin("land_level", "land_level.id", "land_parcel.level")
    .selectAll("land_parcel")
    .select(["unit", "steps_per_unit"]);

type WithGrid = ReadTables["land_parcel"] &
  Pick<ReadTables["land_level"], "unit" | "steps_per_unit">;

function parcelRow(row: WithGrid): ParcelRow {
  const { id, reference, level, district, title, steps_per_unit: steps, unit } = row;
  const latitude = row.centre_y / steps;
  return {
    ...proofOf(row),
    id,
    reference,
    level,
    district,
    title,
    box: [row.min_x / steps, row.min_y / steps, row.max_x / steps, row.max_y / steps],
    centre: [row.centre_x / steps, latitude],
    areaM2: areaM2(Number(row.twice_area) / 2 / steps ** 2, unit, latitude),
    legalAreaM2: row.legal_area_m2,
    flagged: row.flagged === 1,
  };
}
