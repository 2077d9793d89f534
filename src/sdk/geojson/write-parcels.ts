import { type Part, type Ring, ringsOf, type Shape } from "../../modules/land/geometry/shape.js";
import { type Parcel, unitsPerDegree } from "./parcel.js";

type Position = readonly [number, number];

/**
 * A GeoJSON file that `readParcels` reads back to the same parcels, a feature a line. Coordinates
 * are the same JSON numbers as those imported: the double next to n/10⁷ prints as that decimal, being
 * the shortest that leads to it. What a parcel does not have is left out.
 */
export function writeParcels(parcels: readonly Parcel[]): string {
  const features = parcels.map((parcel) => JSON.stringify(featureOf(parcel)));
  return `{"type":"FeatureCollection","features":[\n${features.join(",\n")}]}`;
}

function featureOf(parcel: Parcel) {
  return {
    type: "Feature",
    id: parcel.id,
    geometry: geometryOf(parcel.shape),
    properties: propertiesOf(parcel),
  };
}

/** JSON.stringify leaves out what is undefined. */
function propertiesOf(parcel: Parcel) {
  return {
    id: parcel.reference,
    commune: parcel.commune ?? undefined,
    prefixe: parcel.prefix ?? undefined,
    section: parcel.section ?? undefined,
    numero: parcel.number ?? undefined,
    contenance: parcel.legalAreaM2 ?? undefined,
    arpente: parcel.surveyed ?? undefined,
    created: parcel.created ?? undefined,
    updated: parcel.updated ?? undefined,
  };
}

function geometryOf(shape: Shape) {
  const polygons = shape.map(polygonOf);
  const [only] = polygons;
  return polygons.length === 1
    ? { type: "Polygon", coordinates: only }
    : { type: "MultiPolygon", coordinates: polygons };
}

function polygonOf(part: Part): Position[][] {
  return ringsOf(part).map(closed);
}

function closed(ring: Ring): Position[] {
  const positions = ring.map(([x, y]): Position => [x / unitsPerDegree, y / unitsPerDegree]);
  return [...positions, ...positions.slice(0, 1)];
}
