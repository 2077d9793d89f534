import { z } from "zod";
import type { CborArray } from "../../codec/cbor-value.js";
import { bytes32, recordType, segment, time, uint } from "../../ledger/record-type.js";
import {
  decisions,
  entryKinds,
  holderKinds,
  levelKinds,
  parcelFlags,
  rightFlags,
  rightKinds,
  rightStatus,
  sourceKinds,
  titleStatus,
} from "./codes.js";
import { boundingBox } from "./geometry/bounding-box.js";
import { cellLevels, cellsOf } from "./geometry/cells.js";
import { decodeShape } from "./geometry/decode-shape.js";
import { lists } from "./lists.js";
import { share } from "./shares.js";

/** The state-key table of this module; README.md says the same in words. */

export const landLimits = {
  /** An id, so that what is numbered under it is still one segment. */
  id: 48,
  districts: 64,
  holders: 64,
  sources: 16,
  /** What a title lists: parcels, rights, lodgements. */
  listed: 64,
  /** Steps from side to side: the Earth is narrower, even in millimetres. */
  extent: 2 ** 36,
  /** Neighbours that one parcel may be found to overlap. */
  overlaps: 64,
} as const;

/** Of a level, office, parcel or title. */
export const landId = segment.max(landLimits.id);
/** Numbered under an owner: `<owner>.<n>`, n from 1. */
export const numberedId = (owner: string, number: number): string => `${owner}.${number}`;
/** ms since 1970, negative before: as far as calendars of programs reach (ECMA-262 §21.4.1.1). */
const FARTHEST_MS = 8_640_000_000_000_000;
export const timeInLaw = z.int().min(-FARTHEST_MS).max(FARTHEST_MS);
/** Parts of rings of whole numbers and nothing else; `decodeShape` and `checkShape` tell whether it is valid. */
export const encodedShape = z.custom<CborArray>((value) =>
  isArrayOf(value, (part) => isArrayOf(part, (ring) => isArrayOf(ring, isInteger))),
);
const isArrayOf = (value: unknown, isItem: (item: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(isItem);
const isInteger = (value: unknown): boolean => Number.isSafeInteger(value);

export const gridSchema = z.strictObject({
  /** Axes are east, then north, whatever the system's own order. */
  crs: z.string().regex(/^EPSG:[1-9][0-9]{3,5}$/),
  unit: z.enum(["degree", "metre"]),
  stepsPerUnit: z.int().min(1).max(1_000_000_000),
});
export type Grid = z.infer<typeof gridSchema>;

/** What a person is named by here: identity's handle, 32 hex digits, one a holding. */
const HANDLE = /^[0-9a-f]{32}$/;

/** Whether the id is what a holder of this kind is named by. */
export function isNamed({ kind, id }: { kind: string; id: string | null }): boolean {
  if (kind === "person") return id !== null && HANDLE.test(id);
  return (kind === "organisation") === (id !== null);
}

export const holderSchema = z
  .strictObject({
    kind: z.enum(holderKinds),
    /** Null for the kinds that name nobody. */
    id: segment.nullable(),
  })
  .refine(isNamed);
export type Holder = z.infer<typeof holderSchema>;

export const sourceSchema = z.strictObject({
  kind: z.enum(sourceKinds),
  /** ISO 8601 calendar date. */
  date: z.iso.date(),
  /** Of the document, which lies off the ledger. */
  commitment: bytes32,
  /** The organisation that answers for it. */
  validatedBy: segment,
});
export type Source = z.infer<typeof sourceSchema>;

/** Each once. */
export const districtsSchema = z
  .array(segment)
  .min(1)
  .max(landLimits.districts)
  .refine((districts) => new Set(districts).size === districts.length);

export const level = recordType({
  prefix: "land/level",
  schema: z.strictObject({
    kind: z.enum(levelKinds),
    grid: gridSchema,
    founded: time,
    /** Sizes of cells in which a parcel ever stood, ascending: those that a search must visit. */
    cellLevels: z.array(z.int().min(cellLevels.least).max(cellLevels.greatest)),
  }),
  publicity: { kind: "open", grid: "open", founded: "open", cellLevels: "open" },
  lists: () => [lists.levels],
});
export type Level = ReturnType<typeof level.parse>;

export const office = recordType({
  prefix: "land/office",
  schema: z.strictObject({
    organisation: segment,
    districts: districtsSchema,
    opened: time,
    /** Entries of its daybook, which are numbered from 1 to this. */
    entries: uint,
  }),
  publicity: { organisation: "open", districts: "open", opened: "open", entries: "open" },
  lists: () => [lists.offices],
});
export type Office = ReturnType<typeof office.parse>;

export const district = recordType({
  prefix: "land/district",
  schema: z.strictObject({ office: landId }),
  publicity: { office: "open" },
});

/** id: `<office>.<number>`. */
export const daybook = recordType({
  prefix: "land/daybook",
  schema: z.strictObject({
    office: landId,
    number: z.int().min(1),
    kind: z.enum(entryKinds),
    district: segment,
    titles: z.array(landId).min(1).max(landLimits.listed),
    /** Those that are given up, wholly or in part. */
    rights: z.array(segment).max(landLimits.listed),
    /** Digest of what is to be transferred; null for entries that were never only lodged. */
    terms: bytes32.nullable(),
    price: bytes32.nullable(),
    lodged: time,
    /** Null while nothing is decided. */
    decision: z.enum(decisions).nullable(),
    decided: time.nullable(),
    /** The official's handle, and the organisation that the official acted for; null where none decided. */
    registrar: segment.nullable(),
    organisation: segment.nullable(),
    grounds: bytes32.nullable(),
  }),
  publicity: {
    office: "open",
    number: "open",
    kind: "open",
    district: "open",
    titles: "open",
    rights: "open",
    terms: "open",
    price: "closed",
    lodged: "open",
    decision: "open",
    decided: "open",
    registrar: "open",
    organisation: "open",
    grounds: "closed",
  },
});
export type DaybookEntry = ReturnType<typeof daybook.parse>;

/** LADM's spatial unit, INSPIRE's cadastral parcel. */
export const parcel = recordType({
  prefix: "land/parcel",
  schema: z.strictObject({
    level: landId,
    district: segment,
    title: landId,
    nationalCadastralReference: segment,
    shape: encodedShape,
    /** The area that the register vouches for; the one of the shape is the read model's to compute. */
    legalAreaM2: uint.nullable(),
    estimatedAccuracyMm: uint.nullable(),
    /** Sorted, each once. */
    flags: z.array(z.enum(parcelFlags)),
    entry: segment,
    /** When this version of the record was written. */
    beginLifespanVersion: time,
  }),
  publicity: {
    level: "open",
    district: "open",
    title: "open",
    nationalCadastralReference: "open",
    shape: "open",
    legalAreaM2: "open",
    estimatedAccuracyMm: "open",
    flags: "open",
    entry: "open",
    beginLifespanVersion: "open",
  },
  lists: (_, value) => [
    lists.reference(value.nationalCadastralReference),
    ...(value.flags.length > 0 ? [lists.flagged(value.level)] : []),
    ...cellsOf(boundingBox(decodeShape(value.shape))).map((cell) => lists.cell(value.level, cell)),
  ],
});
export type Parcel = ReturnType<typeof parcel.parse>;

/** Persons' handles among holders. */
export const handlesOf = (holders: readonly Holder[]): string[] =>
  holders.flatMap(({ kind, id }) => (kind === "person" && id !== null ? [id] : []));

/** LADM's BAUnit. It lists all that belongs to it, so a current title proves that there is no more. */
export const title = recordType({
  prefix: "land/title",
  schema: z.strictObject({
    office: landId,
    status: z.enum(titleStatus),
    parcels: z.array(landId).max(landLimits.listed),
    rights: z.array(segment).max(landLimits.listed),
    /** Rights ever numbered under it. */
    rightsMade: uint,
    /** Daybook entries that are not decided. */
    lodged: z.array(segment).max(landLimits.listed),
    entry: segment,
    inLaw: timeInLaw.nullable(),
    registered: time,
  }),
  publicity: {
    office: "open",
    status: "open",
    parcels: "open",
    rights: "open",
    rightsMade: "open",
    lodged: "open",
    entry: "open",
    inLaw: "open",
    registered: "open",
  },
});
export type Title = ReturnType<typeof title.parse>;

/** LADM's RRR. id: `<title>.<number>`. What a person's handle was ever named in stands in a list. */
export const right = recordType({
  prefix: "land/right",
  schema: z.strictObject({
    kind: z.enum(rightKinds),
    on: z.strictObject({
      title: landId,
      /** The share of the title that it burdens; null: the whole. */
      share: share.nullable(),
    }),
    status: z.enum(rightStatus),
    /** Several hold jointly. */
    holders: z.array(holderSchema).min(1).max(landLimits.holders),
    sources: z.array(sourceSchema).min(1).max(landLimits.sources),
    /** Sorted, each once. */
    flags: z.array(z.enum(rightFlags)),
    /** The one that made this version. */
    entry: segment,
    /** When this version took effect; null: not known. */
    inLaw: timeInLaw.nullable(),
    lodged: time,
    registered: time,
  }),
  publicity: {
    kind: "open",
    on: "open",
    status: "open",
    holders: "open",
    sources: "open",
    flags: "open",
    entry: "open",
    inLaw: "open",
    lodged: "open",
    registered: "open",
  },
  lists: (_, { holders }) => handlesOf(holders).map(lists.holding),
});
export type Right = ReturnType<typeof right.parse>;

export const records = [level, office, district, daybook, parcel, title, right] as const;
