import { defineTable } from "../../ledger/tables.js";
import { handle, office, organisation } from "./schema.js";

/** Rows of the read model: organisations, who holds an office, and how many handles stand; no person. */

export const organisationTable = defineTable({
  name: "identity_organisation",
  record: organisation,
  keeps: "newest",
  columns: { id: "text", name: "text" },
  indexes: [["id"]],
  rows: ({ id, value: { name } }) => [{ id, name }],
});

export const officeTable = defineTable({
  name: "identity_office",
  record: office,
  keeps: "newest",
  columns: { id: "text", role: "text", organisation: "text", until: "integer or null" },
  indexes: [["organisation", "role"]],
  rows: ({ id, value: { role, organisation, until } }) => [{ id, role, organisation, until }],
});

/** Neither the commitments nor the key: what is left says nothing of who it is. */
export const handleTable = defineTable({
  name: "identity_handle",
  record: handle,
  keeps: "newest",
  columns: { handle: "text", assurance: "text", vouched_by: "text", made: "integer" },
  indexes: [["vouched_by", "made"]],
  rows: ({ id, value: { assurance, vouchedBy, made } }) => [
    { handle: id, assurance, vouched_by: vouchedBy, made },
  ],
});

export const tables = [organisationTable, officeTable, handleTable] as const;
