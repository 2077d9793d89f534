/** The level for parcels as GeoJSON has them. */
export const surface = {
  id: "surface",
  kind: "surface",
  grid: { crs: "EPSG:4326", unit: "degree", stepsPerUnit: 10_000_000 },
} as const;

/** One level for parcels as GeoJSON has them, and one office for its districts. */
export function firstLand(organisation: string, districts: readonly string[]) {
  return {
    levels: [surface],
    offices: [{ id: organisation, organisation, districts }],
  };
}
