import type { CborArray } from "../../../codec/cbor-value.js";
import type { Reader } from "../../../ledger/module.js";
import { boundingBox } from "../../../modules/land/geometry/bounding-box.js";
import { decodeShape } from "../../../modules/land/geometry/decode-shape.js";
import { levels, type Proved } from "../../../modules/land/queries.js";
import type { Grid, Parcel } from "../../../modules/land/schema.js";
import type { MapData } from "../../../portal/land/map-data.js";
import { parcelsFrom } from "../parcel-pages.js";
import type { Address, AddressRegister, Street } from "./address-register.js";
import { attributionOf } from "./attribution.js";
import { clustersOf, stepsApart } from "./clusters.js";

/** A part of the map by itself. */
export type Place = {
  readonly id: string;
  readonly level: string;
  readonly grid: Grid;
  /** Of its addresses, those of most parcels first. */
  readonly localities: readonly string[];
  readonly district: string;
  readonly attribution: string | null;
  readonly parcels: readonly Listed[];
  readonly streets: readonly Street[];
};

export type Listed = {
  readonly id: string;
  readonly title: string;
  readonly district: string;
  readonly reference: string;
  readonly shape: CborArray;
  readonly legalAreaM2: number | null;
  readonly address: Address | null;
};

/** Parcels that are read at a time. */
const PIECE = 1000;

/** All that is on the map, place by place. */
export class Catalogue {
  readonly places: readonly Place[];
  readonly parcels: number;
  readonly titles: number;

  /** @param register null: no addresses are known */
  constructor(reader: Reader, register: AddressRegister | null) {
    const parcels = parcelsOf(reader);
    const grids = new Map(levels(reader).map(({ id, value }) => [id, value.grid]));
    const places = [...grids].flatMap(([level, grid]) => {
      const of = parcels.filter(({ value }) => value.level === level);
      return placesOf(level, grid, of, register);
    });
    this.places = places.map((place, i) => ({ ...place, id: idOf(places, i) }));
    this.parcels = parcels.length;
    this.titles = new Set(parcels.map(({ value }) => value.title)).size;
  }

  /** The place of that id, else the first one. */
  find(id: string | undefined): Place | null {
    return this.places.find((place) => place.id === id) ?? this.places[0] ?? null;
  }

  /** What the map of a level is drawn from, or null where it has no parcels. */
  mapOf(level: string): MapData | null {
    const places = this.places.filter((place) => place.level === level);
    const [first] = places;
    if (first === undefined) return null;
    const { unit, stepsPerUnit } = first.grid;
    return {
      grid: { unit, stepsPerUnit },
      parcels: places.flatMap((place) =>
        place.parcels.map(({ id, title, address, shape }) => {
          const { number = "", street } = address ?? {};
          return [id, title === id ? "" : title, number, street?.name ?? "", place.id, shape];
        }),
      ),
      streets: places.flatMap(({ streets }) =>
        streets.map(({ name, line }) => ({ name, line: inSteps(line, first.grid) })),
      ),
    };
  }
}

/** Its district; a district in pieces has numbers. */
function idOf(places: readonly Place[], at: number): string {
  const district = places[at]?.district ?? "";
  const before = places.slice(0, at).filter((place) => place.district === district).length;
  return before === 0 ? district : `${district}.${before + 1}`;
}

function parcelsOf(reader: Reader): Proved<Parcel>[] {
  const parcels: Proved<Parcel>[] = [];
  for (let cursor: string | null = null, more = true; more; more = cursor !== null) {
    const piece = parcelsFrom(reader, cursor, PIECE);
    parcels.push(...piece.items);
    cursor = piece.next;
  }
  return parcels;
}

function placesOf(
  level: string,
  grid: Grid,
  parcels: readonly Proved<Parcel>[],
  register: AddressRegister | null,
): Place[] {
  const boxes = parcels.map(({ value }) => boundingBox(decodeShape(value.shape)));
  return clustersOf(boxes, stepsApart(grid)).map((members) => {
    const listed = members
      .flatMap((i) => parcels[i] ?? [])
      .map((parcel) => listedOf(parcel, register))
      .sort(byAddress);
    return placeOf(level, grid, listed);
  });
}

function listedOf({ id, value }: Proved<Parcel>, register: AddressRegister | null): Listed {
  const { title, district, nationalCadastralReference: reference, shape, legalAreaM2 } = value;
  const address = register?.addressOf(id) ?? null;
  return { id, title, district, reference, shape, legalAreaM2, address };
}

function placeOf(level: string, grid: Grid, parcels: readonly Listed[]): Place {
  const streets = new Map(
    parcels.flatMap(({ address }) =>
      address === null ? [] : [[address.street.id, address.street]],
    ),
  );
  const [district = ""] = byCount(parcels.map((parcel) => parcel.district));
  return {
    id: district,
    level,
    grid,
    localities: byCount(
      parcels.flatMap(({ address }) => (address === null ? [] : [address.street.locality])),
    ),
    district,
    attribution: attributionOf(parcels),
    parcels,
    streets: [...streets.values()],
  };
}

/** Each once, the most frequent first. */
function byCount(texts: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a).map(([text]) => text);
}

/** By street and house number, then those without an address by id. */
function byAddress(a: Listed, b: Listed): number {
  if (a.address === null || b.address === null) {
    return Number(a.address === null) - Number(b.address === null) || (a.id < b.id ? -1 : 1);
  }
  const streets = a.address.street.name.localeCompare(b.address.street.name, "en");
  return streets || a.address.number.localeCompare(b.address.number, "en", { numeric: true });
}

/** From degrees to steps; a projected grid has no degrees, so that it shows no streets. */
export function inSteps(line: Street["line"], grid: Grid): (readonly [number, number])[] {
  if (grid.unit !== "degree") return [];
  return line.map(([longitude, latitude]) => [
    Math.round(longitude * grid.stepsPerUnit),
    Math.round(latitude * grid.stepsPerUnit),
  ]);
}
