import { defineTable } from "../../ledger/tables.js";
import { boundingBox } from "./geometry/bounding-box.js";
import { decodeShape } from "./geometry/decode-shape.js";
import type { Shape } from "./geometry/shape.js";
import { twiceSignedArea } from "./geometry/twice-signed-area.js";
import { daybook, district, level, office, parcel, right, title } from "./schema.js";

/** Rows of the read model. What a holder is named by is in none of them: nobody is found by a person. */

export const levelTable = defineTable({
  name: "land_level",
  record: level,
  keeps: "newest",
  columns: { id: "text", kind: "text", crs: "text", unit: "text", steps_per_unit: "integer" },
  indexes: [["id"]],
  rows: ({ id, value: { kind, grid } }) => [
    { id, kind, crs: grid.crs, unit: grid.unit, steps_per_unit: grid.stepsPerUnit },
  ],
});

export const officeTable = defineTable({
  name: "land_office",
  record: office,
  keeps: "newest",
  columns: { id: "text", organisation: "text", opened: "integer", entries: "integer" },
  indexes: [["id"]],
  rows: ({ id, value: { organisation, opened, entries } }) => [
    { id, organisation, opened, entries },
  ],
});

export const districtTable = defineTable({
  name: "land_district",
  record: district,
  keeps: "newest",
  columns: { id: "text", office: "text" },
  indexes: [["id"], ["office"]],
  rows: ({ id, value }) => [{ id, office: value.office }],
});

export const parcelTable = defineTable({
  name: "land_parcel",
  record: parcel,
  keeps: "newest",
  columns: {
    id: "text",
    /** As it is searched for: lower case. */
    folded: "text",
    reference: "text",
    reference_folded: "text",
    level: "text",
    district: "text",
    title: "text",
    /** In steps of the level's grid. */
    min_x: "integer",
    min_y: "integer",
    max_x: "integer",
    max_y: "integer",
    /** Of its bounding box. */
    centre_x: "integer",
    centre_y: "integer",
    /** In square steps, exact: it outgrows a column of numbers. */
    twice_area: "text",
    legal_area_m2: "integer or null",
    flagged: "integer",
    entry: "text",
  },
  indexes: [
    ["id"],
    ["folded"],
    ["reference_folded"],
    ["title"],
    ["district", "id"],
    ["level", "min_x"],
  ],
  rows: ({ id, value }) => {
    const shape = decodeShape(value.shape);
    const { minX, minY, maxX, maxY } = boundingBox(shape);
    return [
      {
        id,
        folded: id.toLowerCase(),
        reference: value.nationalCadastralReference,
        reference_folded: value.nationalCadastralReference.toLowerCase(),
        level: value.level,
        district: value.district,
        title: value.title,
        min_x: minX,
        min_y: minY,
        max_x: maxX,
        max_y: maxY,
        centre_x: minX + Math.floor((maxX - minX) / 2),
        centre_y: minY + Math.floor((maxY - minY) / 2),
        twice_area: String(twiceAreaOf(shape)),
        legal_area_m2: value.legalAreaM2,
        flagged: value.flags.length > 0 ? 1 : 0,
        entry: value.entry,
      },
    ];
  },
});

/** Holes run the other way round, so that they count against. */
function twiceAreaOf(shape: Shape): bigint {
  const rings = shape.flatMap(({ outer, holes }) => [outer, ...holes]);
  return rings.reduce((sum, ring) => sum + twiceSignedArea(ring), 0n);
}

export const titleTable = defineTable({
  name: "land_title",
  record: title,
  keeps: "newest",
  columns: {
    id: "text",
    folded: "text",
    office: "text",
    status: "text",
    /** Of its rights that stand, and of the entries that wait. */
    rights: "integer",
    lodged: "integer",
    entry: "text",
    in_law: "integer or null",
    registered: "integer",
  },
  indexes: [["id"], ["folded"], ["office", "id"]],
  rows: ({ id, value: { office, status, rights, lodged, entry, inLaw, registered } }) => [
    {
      id,
      folded: id.toLowerCase(),
      office,
      status,
      rights: rights.length,
      lodged: lodged.length,
      entry,
      in_law: inLaw,
      registered,
    },
  ],
});

/** Every version of a right: in law from `in_law` (null: not known since when), on the register as told. */
export const rightTable = defineTable({
  name: "land_right",
  record: right,
  keeps: "every",
  columns: {
    id: "text",
    folded: "text",
    title: "text",
    kind: "text",
    status: "text",
    /** Null: the whole. */
    share_numerator: "integer or null",
    share_denominator: "integer or null",
    entry: "text",
    in_law: "integer or null",
    lodged: "integer",
    registered: "integer",
  },
  indexes: [["title"], ["folded"]],
  rows: ({ id, value }) => [
    {
      id,
      folded: id.toLowerCase(),
      title: value.on.title,
      kind: value.kind,
      status: value.status,
      share_numerator: value.on.share?.[0] ?? null,
      share_denominator: value.on.share?.[1] ?? null,
      entry: value.entry,
      in_law: value.inLaw,
      lodged: value.lodged,
      registered: value.registered,
    },
  ],
});

/** A row for each title that an entry names. */
export const daybookTable = defineTable({
  name: "land_daybook",
  record: daybook,
  keeps: "newest",
  columns: {
    id: "text",
    folded: "text",
    office: "text",
    number: "integer",
    kind: "text",
    district: "text",
    title: "text",
    lodged: "integer",
    decision: "text or null",
    decided: "integer or null",
  },
  indexes: [["folded"], ["title"], ["office", "number"]],
  rows: ({ id, value: { office, number, kind, district, titles, lodged, decision, decided } }) =>
    titles.map((of) => ({
      id,
      folded: id.toLowerCase(),
      office,
      number,
      kind,
      district,
      title: of,
      lodged,
      decision,
      decided,
    })),
});

export const tables = [
  levelTable,
  officeTable,
  districtTable,
  parcelTable,
  titleTable,
  rightTable,
  daybookTable,
] as const;
