import type { Context } from "../../ledger/module.js";
import { landError } from "./errors.js";
import { district, type Grid, type Level, level, office } from "./schema.js";

/** A level without parcels. @throws LAND_LEVEL_EXISTS */
export function putLevel(context: Context, id: string, kind: Level["kind"], grid: Grid): void {
  if (context.read(level, id) !== undefined) throw landError("LAND_LEVEL_EXISTS", { level: id });
  context.put(level, id, { kind, grid, founded: context.time, cellLevels: [] });
}

/** An office with an empty daybook. @throws LAND_OFFICE_EXISTS, LAND_DISTRICT_TAKEN */
export function putOffice(
  context: Context,
  id: string,
  organisation: string,
  districts: string[],
): void {
  if (context.read(office, id) !== undefined) throw landError("LAND_OFFICE_EXISTS", { office: id });
  for (const name of districts) {
    const served = context.read(district, name);
    if (served !== undefined) {
      const { office } = served.value;
      throw landError("LAND_DISTRICT_TAKEN", { district: name, office });
    }
    context.put(district, name, { office: id });
  }
  context.put(office, id, { organisation, districts, opened: context.time, entries: 0 });
}
