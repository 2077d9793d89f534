import type { Invariant, Reader } from "../../ledger/module.js";
import { handle, key, office, official, organisation, reads, readsId, readsOf } from "./schema.js";

export const invariants: readonly Invariant[] = [
  {
    name: "identity: every official is of an organisation",
    ofEach: true,
    broken: (reader, records) => {
      for (const { id, value } of records(official)) {
        if (reader.read(organisation, value.organisation) === undefined) return `official ${id}`;
      }
      return null;
    },
  },
  {
    name: "identity: every key is an official's or a person's, and no handle is both",
    ofEach: true,
    broken: (reader, records) => {
      for (const { id, value } of records(key)) {
        const asOfficial = reader.read(official, value.handle) !== undefined;
        const person = reader.read(handle, value.handle) !== undefined;
        if (asOfficial === person) return `key ${id}`;
      }
      return null;
    },
  },
  {
    name: "identity: every office is an official's",
    ofEach: true,
    broken: (reader, records) => {
      for (const { id, value } of records(office)) {
        const holder = reader.read(official, id.slice(0, id.lastIndexOf("~")));
        if (holder?.value.organisation !== value.organisation) return `office ${id}`;
      }
      return null;
    },
  },
  {
    name: "identity: every handle's keyId is a key of that handle, and who vouched is on record",
    ofEach: true,
    broken: (reader, records) => {
      for (const { id, value } of records(handle)) {
        if (reader.read(key, value.keyId)?.value.handle !== id) return `handle ${id}`;
        if (reader.read(organisation, value.vouchedBy) === undefined) return `handle ${id}`;
      }
      return null;
    },
  },
  {
    name: "identity: reads are numbered from 1 and each begins where the last ended",
    ofEach: true,
    broken: (reader, records) => {
      for (const { id, value } of records(readsOf)) {
        const gap = gapIn(reader, id, value);
        if (gap !== null) return `reads ${gap}`;
      }
      for (const { id, value } of records(reads)) {
        const { count } = reader.read(readsOf, value.organisation)?.value ?? { count: 0 };
        if (value.number < 1 || value.number > count) return `reads ${id}`;
        if (id !== readsId(value.organisation, value.number)) return `reads ${id}`;
      }
      return null;
    },
  },
];

/** The first period that does not go on from the one before it, or null. */
function gapIn(
  reader: Reader,
  organisation: string,
  { count, until }: { count: number; until: number },
): string | null {
  let from = 0;
  for (let number = 1; number <= count; number++) {
    const id = readsId(organisation, number);
    const period = reader.read(reads, id)?.value;
    if (period === undefined || period.from !== from || period.to < from) return id;
    from = period.to;
  }
  return from === until ? null : organisation;
}
