import { apiError } from "../../api/errors.js";
import type { Reader } from "../../ledger/module.js";
import { entriesOf, findTitle, offices, type Proved } from "../../modules/land/queries.js";
import type { DaybookEntry, Parcel } from "../../modules/land/schema.js";

/** Daybook entries that one request looks at. */
const ENTRIES = 1000;

/**
 * Parcels in the order of the offices' daybooks, each under the entry that it stands by. The cursor
 * is `<office>.<entry>.<parcels of the entry already given>`.
 * @throws API_PARAMETER for a cursor that is not ours
 */
export function parcelsFrom(
  reader: Reader,
  cursor: string | null,
  limit: number,
): { readonly items: readonly Proved<Parcel>[]; readonly next: string | null } {
  const items: Proved<Parcel>[] = [];
  const start = cursor === null ? null : parseCursor(cursor);
  let looked = 0;
  for (const { id, value } of offices(reader)) {
    if (start !== null && id < start.office) continue;
    const resumes = id === start?.office ? start : { entry: 1, given: 0 };
    for (let entry = resumes.entry; entry <= value.entries; entry++) {
      const given = entry === resumes.entry ? resumes.given : 0;
      const parcels = parcelsOf(reader, id, entry).slice(given);
      const room = limit - items.length;
      items.push(...parcels.slice(0, room));
      if (parcels.length > room) return { items, next: `${id}.${entry}.${given + room}` };
      if (++looked === ENTRIES) return { items, next: `${id}.${entry + 1}.0` };
    }
  }
  return { items, next: null };
}

function parseCursor(cursor: string) {
  const [, office, entry, given] = /^(.+)\.(\d{1,15})\.(\d{1,5})$/.exec(cursor) ?? [];
  if (office === undefined) {
    throw apiError("API_PARAMETER", { name: "cursor", problem: "not of this list" });
  }
  return { office, entry: Number(entry), given: Number(given) };
}

/** A parcel that a later entry has changed is that entry's. */
function parcelsOf(reader: Reader, office: string, number: number): Proved<Parcel>[] {
  const [entry] = entriesOf(reader, office, number, number);
  return entry === undefined ? [] : ofEntry(reader, entry);
}

function ofEntry(reader: Reader, { id, value }: Proved<DaybookEntry>): Proved<Parcel>[] {
  return value.titles
    .flatMap((title) => findTitle(reader, title)?.parcels ?? [])
    .filter((parcel) => parcel.value.entry === id);
}
