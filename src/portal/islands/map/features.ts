import { decodeShape } from "../../../modules/land/geometry/decode-shape.js";
import { type Point, ringsOf } from "../../../modules/land/geometry/shape.js";
import type { MapData, MapParcel } from "../../land/map-data.js";
import { shortNumber } from "../../land/short-number.js";

type Position = [longitude: number, latitude: number];
export type Bounds = [west: number, south: number, east: number, north: number];
type Collection<Type extends string, Coordinates, Properties> = {
  readonly type: "FeatureCollection";
  readonly features: {
    readonly type: "Feature";
    /** A parcel's place in `MapData.parcels`. */
    readonly id: number;
    readonly geometry: { readonly type: Type; readonly coordinates: Coordinates };
    readonly properties: Properties;
  }[];
};
type Parcels = Collection<"MultiPolygon", Position[][][], { label: string }>;
type Streets = Collection<"LineString", Position[], { name: string }>;

/** What the map shows: parcels by their place in the data, streets, and where the place lies. */
export type Features = {
  readonly parcels: Parcels;
  readonly streets: Streets;
  readonly bounds: Bounds;
};

/** Metres of a degree on the sphere of web maps, in which a projected grid is laid at 0° 0′. */
const METRES = 111_319.49;

/** From steps to degrees. A grid in metres has no degrees: it is shown around its own first corner. */
function projection({ grid, parcels }: MapData): (point: Point) => Position {
  const { unit, stepsPerUnit } = grid;
  if (unit === "degree") return ([x, y]) => [x / stepsPerUnit, y / stepsPerUnit];
  const [first] = parcels;
  const [x0, y0] = first === undefined ? [0, 0] : (decodeShape(first[5])[0]?.outer[0] ?? [0, 0]);
  const steps = stepsPerUnit * METRES;
  return ([x, y]) => [(x - x0) / steps, (y - y0) / steps];
}

export function featuresOf(data: MapData, place: string): Features {
  const project = projection(data);
  const bounds: Bounds = [180, 90, -180, -90];
  const parcels = data.parcels.map((parcel, id): Parcels["features"][number] => {
    const coordinates = decodeShape(parcel[5]).map((part) =>
      ringsOf(part).map((ring) => closed(ring.map(project))),
    );
    if (parcel[4] === place) for (const [outer = []] of coordinates) widen(bounds, outer);
    const geometry = { type: "MultiPolygon", coordinates } as const;
    return { type: "Feature", id, geometry, properties: { label: labelOf(parcel) } };
  });
  const streets = data.streets.map(({ name, line }, id): Streets["features"][number] => {
    const coordinates = line.map(([x = 0, y = 0]) => project([x, y]));
    const geometry = { type: "LineString", coordinates } as const;
    return { type: "Feature", id, geometry, properties: { name } };
  });
  return { parcels: collection(parcels), streets: collection(streets), bounds };
}

const collection = <Item>(features: Item[]) => ({ type: "FeatureCollection" as const, features });

function closed(ring: Position[]): Position[] {
  const [first] = ring;
  return first === undefined ? ring : [...ring, first];
}

function widen(bounds: Bounds, ring: readonly Position[]): void {
  for (const [longitude, latitude] of ring) {
    bounds[0] = Math.min(bounds[0], longitude);
    bounds[1] = Math.min(bounds[1], latitude);
    bounds[2] = Math.max(bounds[2], longitude);
    bounds[3] = Math.max(bounds[3], latitude);
  }
}

/** On the map: the house number, else what tells the parcel from the others of its section. */
function labelOf([id, , number]: MapParcel): string {
  return number === "" ? shortNumber(id, "") : number;
}

/** In words: "12 Mill Lane, NG-0042". */
export function nameOf([id, , number, street]: MapParcel): string {
  return street === "" ? id : `${number} ${street}, ${id}`;
}

/** The title that a parcel belongs to. */
export function titleOf([id, title]: MapParcel): string {
  return title === "" ? id : title;
}
