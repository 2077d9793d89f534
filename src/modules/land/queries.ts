import type { Cbor } from "../../codec/cbor-value.js";
import type { Reader, Standing } from "../../ledger/module.js";
import { type RecordType, recordKey } from "../../ledger/record-type.js";
import type { Box } from "./geometry/bounding-box.js";
import { Budget } from "./geometry/budget.js";
import { regionOfShape, relate } from "./geometry/relate.js";
import type { Shape } from "./geometry/shape.js";
import { lists } from "./lists.js";
import {
  type DaybookEntry,
  daybook,
  type Level,
  level,
  numberedId,
  type Office,
  office,
  type Parcel,
  parcel,
  type Right,
  right,
  type Title,
  title,
} from "./schema.js";
import { idOf, parcelsNear } from "./spatial-index.js";

/** What a fact says, with its key and index: a receipt for them proves it. */
export type Proved<Value> = Standing<Value> & { readonly id: string; readonly key: string };

/** All that is on record of a title. The title's own fact proves that there is nothing else. */
export type TitleView = {
  readonly title: Proved<Title>;
  readonly parcels: readonly Proved<Parcel>[];
  readonly rights: readonly Proved<Right>[];
  /** What waits for its decision, by rank. */
  readonly lodged: readonly Proved<DaybookEntry>[];
};

function proved<Value extends Cbor>(
  reader: Reader,
  record: RecordType<Value>,
  id: string,
): Proved<Value> | null {
  const standing = reader.read(record, id);
  return standing === undefined ? null : { id, key: recordKey(record, id), ...standing };
}

function provedAll<Value extends Cbor>(
  reader: Reader,
  record: RecordType<Value>,
  ids: readonly string[],
): Proved<Value>[] {
  return ids.flatMap((id) => proved(reader, record, id) ?? []);
}

const provedList = <Value extends Cbor>(
  reader: Reader,
  record: RecordType<Value>,
  list: string,
): Proved<Value>[] =>
  provedAll(
    reader,
    record,
    reader.members(list).map((key) => idOf(record, key)),
  );

/** Ordered by id. */
export const levels = (reader: Reader): Proved<Level>[] => provedList(reader, level, lists.levels);
/** Ordered by id. */
export const offices = (reader: Reader): Proved<Office>[] =>
  provedList(reader, office, lists.offices);

export const findLevel = (reader: Reader, id: string) => proved(reader, level, id);
export const findOffice = (reader: Reader, id: string) => proved(reader, office, id);
export const findParcel = (reader: Reader, id: string) => proved(reader, parcel, id);
export const findEntry = (reader: Reader, id: string) => proved(reader, daybook, id);
export const findRight = (reader: Reader, id: string) => proved(reader, right, id);

export function findParcelByReference(
  reader: Reader,
  nationalCadastralReference: string,
): Proved<Parcel> | null {
  const [key] = reader.members(lists.reference(nationalCadastralReference));
  return key === undefined ? null : findParcel(reader, idOf(parcel, key));
}

/** Rights that name the person's handle, ended ones too: one at most. */
export const holdingsOf = (reader: Reader, handle: string): Proved<Right>[] =>
  provedList(reader, right, lists.holding(handle));

export function findTitle(reader: Reader, id: string): TitleView | null {
  const found = proved(reader, title, id);
  if (found === null) return null;
  const { parcels, rights, lodged } = found.value;
  return {
    title: found,
    parcels: provedAll(reader, parcel, parcels),
    rights: provedAll(reader, right, rights),
    lodged: provedAll(reader, daybook, lodged),
  };
}

/**
 * Parcels of the level whose boxes touch the box, in grid steps: what a map of that window shows.
 * @throws LAND_EXTENT_LIMIT, LAND_WORK_LIMIT where the window is too wide to search
 */
export function parcelsIn(reader: Reader, levelId: string, box: Box): Proved<Parcel>[] {
  return [...parcelsNear(reader, levelId, box, new Budget())].map(({ figure: _, ...standing }) => ({
    key: recordKey(parcel, standing.id),
    ...standing,
  }));
}

/**
 * Parcels of the level that share more than a boundary with a valid shape.
 * @throws LAND_EXTENT_LIMIT, LAND_WORK_LIMIT
 */
export function parcelsUnder(reader: Reader, levelId: string, shape: Shape): Proved<Parcel>[] {
  const budget = new Budget();
  const region = regionOfShape(shape);
  return [...parcelsNear(reader, levelId, region, budget)]
    .filter(({ figure }) => relate(region, regionOfShape(figure), budget).overlap)
    .map(({ figure: _, ...standing }) => ({ key: recordKey(parcel, standing.id), ...standing }));
}

/** Parcels of the level with a quality flag, ordered by id. */
export const flaggedParcels = (reader: Reader, levelId: string): Proved<Parcel>[] =>
  provedList(reader, parcel, lists.flagged(levelId));

/**
 * Entries `from` … `to` of an office's daybook, those that there are. The office's fact, which
 * counts them, proves that none is left out.
 */
export function entriesOf(
  reader: Reader,
  officeId: string,
  from: number,
  to: number,
): Proved<DaybookEntry>[] {
  const last = Math.min(to, findOffice(reader, officeId)?.value.entries ?? 0);
  const numbers = Array.from({ length: Math.max(0, last - from + 1) }, (_, i) => from + i);
  return provedAll(
    reader,
    daybook,
    numbers.map((number) => numberedId(officeId, number)),
  );
}
