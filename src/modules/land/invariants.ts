import type { AllRecords, Invariant, Reader } from "../../ledger/module.js";
import { recordKey } from "../../ledger/record-type.js";
import { type Box, boundingBox } from "./geometry/bounding-box.js";
import { Budget } from "./geometry/budget.js";
import { cellLevelOf, cellsOf } from "./geometry/cells.js";
import { decodeShape } from "./geometry/decode-shape.js";
import { overlaps } from "./geometry/overlaps.js";
import type { Shape } from "./geometry/shape.js";
import { sweepWithin } from "./geometry/sweep.js";
import { lists } from "./lists.js";
import { rightInvariants } from "./right-invariants.js";
import {
  daybook,
  district,
  level,
  numberedId,
  office,
  type Parcel,
  parcel,
  right,
  type Title,
  title,
} from "./schema.js";

type Placed = Box & { readonly id: string; readonly parcel: Parcel; readonly figure: Shape };

/** Run in tests, in the simulator, and by an auditor on demand; they do not trust the index. */
export const invariants: readonly Invariant[] = [
  {
    name: "land: parcels of a level overlap only where both are flagged, and a flag has its reason",
    broken: (_, records) => brokenOverlap(placedParcels(records)),
  },
  {
    name: "land: the spatial index and the references find every parcel",
    ofEach: true,
    broken: (reader, records) => {
      for (const placed of placedParcels(records)) {
        if (!isIndexed(reader, placed)) return `parcel ${placed.id}`;
      }
      return null;
    },
  },
  {
    name: "land: the daybook of an office has exactly the entries that the office counts",
    broken: brokenDaybook,
  },
  {
    name: "land: a district is served by the office that lists it",
    ofEach: true,
    broken: (reader, records) => {
      for (const { id, value } of records(district)) {
        const served = reader.read(office, value.office)?.value.districts.includes(id);
        if (served !== true) return `district ${id}`;
      }
      for (const { id, value } of records(office)) {
        const strays = value.districts.some((d) => reader.read(district, d)?.value.office !== id);
        if (strays) return `office ${id}`;
      }
      return null;
    },
  },
  {
    name: "land: a title lists all its parcels and active rights, and the daybook's entry names it",
    ofEach: true,
    broken: brokenTitle,
  },
  ...rightInvariants,
];

function placedParcels(records: AllRecords): Placed[] {
  return [...records(parcel)].map(({ id, value }) => {
    const figure = decodeShape(value.shape);
    return { id, parcel: value, figure, ...boundingBox(figure) };
  });
}

function brokenOverlap(parcels: readonly Placed[]): string | null {
  const overlapped = new Set<string>();
  const unlimited = new Budget(Number.POSITIVE_INFINITY);
  sweepWithin(parcels, unlimited, (a, b) => {
    if (a.parcel.level === b.parcel.level && overlaps(a.figure, b.figure, unlimited)) {
      overlapped.add(a.id).add(b.id);
    }
    return false;
  });
  const wrong = parcels.find(
    (placed) => overlapped.has(placed.id) !== placed.parcel.flags.includes("overlap"),
  );
  return wrong === undefined ? null : `parcel ${wrong.id}`;
}

function isIndexed(reader: Reader, placed: Placed): boolean {
  const { id, parcel: value } = placed;
  const key = recordKey(parcel, id);
  const references = reader.members(lists.reference(value.nationalCadastralReference));
  if (references.length !== 1 || references[0] !== key) return false;
  if (value.flags.length > 0 !== reader.members(lists.flagged(value.level)).includes(key)) {
    return false;
  }
  const sizes = reader.read(level, value.level)?.value.cellLevels ?? [];
  return (
    sizes.includes(cellLevelOf(placed)) &&
    cellsOf(placed).every((cell) => reader.members(lists.cell(value.level, cell)).includes(key))
  );
}

function brokenDaybook(reader: Reader, records: AllRecords): string | null {
  let counted = 0;
  for (const { id, value } of records(office)) {
    counted += value.entries;
    for (let number = 1; number <= value.entries; number++) {
      const entry = reader.read(daybook, numberedId(id, number))?.value;
      if (entry?.office !== id || entry.number !== number) return `entry ${id}.${number}`;
    }
  }
  const entries = [...records(daybook)].length;
  return entries === counted ? null : `${entries} entries, ${counted} counted`;
}

function brokenTitle(reader: Reader, records: AllRecords): string | null {
  for (const { id, value } of records(title)) {
    const isWhole =
      value.parcels.every((of) => reader.read(parcel, of)?.value.title === id) &&
      reader.read(daybook, value.entry)?.value.titles.includes(id) === true;
    if (!isWhole || hasStrayRights(reader, id, value)) return `title ${id}`;
  }
  for (const { id, value } of records(parcel)) {
    if (reader.read(title, value.title)?.value.parcels.includes(id) !== true) return `parcel ${id}`;
  }
  for (const { id, value } of records(right)) {
    const { title: name } = value.on;
    const owner = reader.read(title, name)?.value;
    if (owner === undefined || !isNumbered(id, name, owner.rightsMade)) return `right ${id}`;
  }
  return null;
}

/** Of the rights ever numbered under a title, it lists the active ones and no others. */
function hasStrayRights(reader: Reader, id: string, { rights, rightsMade }: Title): boolean {
  const active = Array.from({ length: rightsMade }, (_, i) => numberedId(id, i + 1)).filter(
    (name) => reader.read(right, name)?.value.status === "active",
  );
  return active.length !== rights.length || !active.every((name) => rights.includes(name));
}

function isNumbered(id: string, owner: string, made: number): boolean {
  const number = Number(id.slice(owner.length + 1));
  return id === numberedId(owner, number) && number >= 1 && number <= made;
}
