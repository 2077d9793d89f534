import type { AllRecords, Invariant, Reader } from "../../ledger/module.js";
import { recordKey } from "../../ledger/record-type.js";
import { lists } from "./lists.js";
import {
  type DaybookEntry,
  daybook,
  handlesOf,
  numberedId,
  type Right,
  right,
  title,
} from "./schema.js";
import { sumToOne, WHOLE } from "./shares.js";

/** What holds of rights and of what is lodged on them, whatever was transferred in whatever order. */
export const rightInvariants: readonly Invariant[] = [
  {
    name: "land: the shares of a title's ownerships sum to 1, or all of them are flagged",
    broken: brokenShares,
  },
  {
    name: "land: a handle serves one right, and the list of its holdings finds that",
    ofEach: true,
    broken: brokenHandle,
  },
  {
    name: "land: a title lists as lodged exactly the entries that name it and are not decided",
    broken: brokenLodgement,
  },
  {
    name: "land: an entry is decided by a registrar, withdrawn by no official, or open",
    ofEach: true,
    broken: (_, records) => {
      for (const { id, value } of records(daybook)) {
        if (!isDecidedRightly(value)) return `entry ${id}`;
      }
      return null;
    },
  },
  {
    name: "land: nothing is registered ahead of what was lodged earlier on the same right",
    broken: brokenRank,
  },
];

function brokenShares(_: Reader, records: AllRecords): string | null {
  const byTitle = new Map<string, Right[]>();
  for (const { value } of records(right)) {
    if (value.status === "ended") continue;
    const { title: name } = value.on;
    const known = byTitle.get(name);
    if (known === undefined) byTitle.set(name, [value]);
    else known.push(value);
  }
  for (const { id } of records(title)) {
    const rights = byTitle.get(id) ?? [];
    const flagged = rights.filter(({ flags }) => flags.includes("shares")).length;
    const whole = sumToOne(rights.map(({ on }) => on.share ?? WHOLE));
    if (flagged !== (whole ? 0 : rights.length)) return `title ${id}`;
  }
  return null;
}

function brokenHandle(reader: Reader, records: AllRecords): string | null {
  for (const { id, value } of records(right)) {
    const key = recordKey(right, id);
    for (const handle of handlesOf(value.holders)) {
      const [only, other] = reader.members(lists.holding(handle));
      if (only !== key || other !== undefined) return `handle ${handle}`;
    }
  }
  return null;
}

function brokenLodgement(reader: Reader, records: AllRecords): string | null {
  let waiting = 0;
  for (const { id, value } of records(title)) {
    waiting += new Set(value.lodged).size;
    for (const name of value.lodged) {
      const entry = reader.read(daybook, name)?.value;
      if (entry?.decision !== null || !entry.titles.includes(id)) return `title ${id}`;
    }
  }
  let open = 0;
  for (const { value } of records(daybook))
    if (value.decision === null) open += value.titles.length;
  return waiting === open ? null : `${open} entries are open, ${waiting} are on titles`;
}

function isDecidedRightly({ decision, decided, registrar, organisation }: DaybookEntry): boolean {
  const byOfficial = decision === "registered" || decision === "refused";
  return (
    (decision !== null) === (decided !== null) &&
    byOfficial === (registrar !== null) &&
    byOfficial === (organisation !== null)
  );
}

function brokenRank(reader: Reader, records: AllRecords): string | null {
  const furthest = furthestRegistered(records);
  for (const { value } of records(title)) {
    for (const id of value.lodged) {
      const open = reader.read(daybook, id)?.value;
      if (open === undefined) continue;
      const { office, number, rights } = open;
      const ahead = rights
        .map((of) => furthest.get(`${office} ${of}`) ?? 0)
        .find((registered) => registered > number);
      if (ahead !== undefined) return `entry ${numberedId(office, ahead)} before ${id}`;
    }
  }
  return null;
}

/** By office and right: the highest number of an entry that is registered. */
function furthestRegistered(records: AllRecords): ReadonlyMap<string, number> {
  const furthest = new Map<string, number>();
  for (const { value } of records(daybook)) {
    if (value.decision !== "registered") continue;
    for (const of of value.rights) {
      const place = `${value.office} ${of}`;
      furthest.set(place, Math.max(value.number, furthest.get(place) ?? 0));
    }
  }
  return furthest;
}
