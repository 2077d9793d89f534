import type { Invariant } from "../../ledger/module.js";
import { key, office, official, organisation } from "./schema.js";

export const invariants: readonly Invariant[] = [
  {
    name: "identity: every official is of an organisation",
    broken: (reader, records) => {
      for (const { id, value } of records(official)) {
        if (reader.read(organisation, value.organisation) === undefined) return `official ${id}`;
      }
      return null;
    },
  },
  {
    name: "identity: every key and every office is an official's",
    broken: (reader, records) => {
      for (const { id, value } of records(key)) {
        if (reader.read(official, value.handle) === undefined) return `key ${id}`;
      }
      for (const { id, value } of records(office)) {
        const holder = reader.read(official, id.slice(0, id.lastIndexOf("~")));
        if (holder?.value.organisation !== value.organisation) return `office ${id}`;
      }
      return null;
    },
  },
];
