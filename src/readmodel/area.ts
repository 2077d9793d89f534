/** WGS 84: NGA.STND.0036, table 3.1. */
const SEMI_MAJOR_M = 6_378_137;
const FLATTENING = 1 / 298.257_223_563;
const ECCENTRICITY_SQUARED = FLATTENING * (2 - FLATTENING);

/**
 * An area in square units of a grid as whole square metres. A square degree is taken as large as it
 * is at that latitude, which is exact enough for anything the size of a parcel.
 */
export function areaM2(squareUnits: number, unit: string, latitude: number): number {
  if (unit !== "degree") return Math.round(squareUnits);
  const radians = (latitude * Math.PI) / 180;
  const root = 1 - ECCENTRICITY_SQUARED * Math.sin(radians) ** 2;
  // Radii of curvature: along the meridian, and of the circle of latitude.
  const meridian = (SEMI_MAJOR_M * (1 - ECCENTRICITY_SQUARED)) / root ** 1.5;
  const parallel = (SEMI_MAJOR_M * Math.cos(radians)) / Math.sqrt(root);
  return Math.round(squareUnits * (Math.PI / 180) ** 2 * meridian * parallel);
}
