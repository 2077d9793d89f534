import { writeFileSync } from "node:fs";

export type Position = number[];
export type Polygon = Position[][];
export type Geometry =
  | { type: "Polygon"; coordinates: Polygon }
  | { type: "MultiPolygon"; coordinates: Polygon[] };
export type Feature = {
  type: "Feature";
  id: string;
  geometry: Geometry;
  properties: Record<string, unknown>;
};
export type Collection = { type: "FeatureCollection"; features: Feature[] };

/** What `land import --json` answers. */
export type Imported = {
  features: number;
  registered: number;
  flagged: number;
  refused: { feature: string; id: string | null; code: string }[];
  seconds: number;
};

const degrees = (steps: number): number => steps / 1e7;

/** A closed ring around a rectangle, in steps of 1e-7 degree from a place in the sea. */
export function rectangle(west: number, south: number, width: number, height: number): Position[] {
  const at = (x: number, y: number): Position => [
    degrees(-102_000_000 + x),
    degrees(31_000_000 + y),
  ];
  const [east, north] = [west + width, south + height];
  return [at(west, south), at(east, south), at(east, north), at(west, north), at(west, south)];
}

export function feature(id: string, geometry: Geometry, properties: object = {}): Feature {
  return { type: "Feature", id, geometry, properties: { id, contenance: 100, ...properties } };
}

export const polygon = (...coordinates: Polygon): Geometry => ({ type: "Polygon", coordinates });

/** The n-th lot of a row: a square of 11 m whose neighbours touch it. */
export function lot(n: number, change: { width?: number } = {}): Feature {
  const id = `lot-${String(n).padStart(5, "0")}`;
  return feature(id, polygon(rectangle(n * 1000, 0, change.width ?? 1000, 1000)));
}

export const lots = (from: number, count: number): Feature[] =>
  Array.from({ length: count }, (_, i) => lot(from + i));

export const collection = (features: readonly Feature[]): Collection => ({
  type: "FeatureCollection",
  features: [...features],
});

/** Writes a GeoJSON file, and answers its name. */
export function writeGeoJson(file: string, features: readonly Feature[]): string {
  writeFileSync(file, JSON.stringify(collection(features)));
  return file;
}
