import type { Context, Reader, TransactionContext } from "../../ledger/module.js";
import { landError } from "./errors.js";
import type { LandNeeds, Registrar } from "./needs.js";
import {
  type DaybookEntry,
  daybook,
  numberedId,
  type Office,
  office,
  parcel,
  type Title,
  title,
} from "./schema.js";

/** The next number of the office's daybook: the entry's id. */
export function enter(
  context: Context,
  officeId: string,
  entry: Omit<DaybookEntry, "office" | "number">,
): string {
  const standing = officeNamed(context, officeId);
  const number = standing.entries + 1;
  const id = numberedId(officeId, number);
  context.put(office, officeId, { ...standing, entries: number });
  context.put(daybook, id, { office: officeId, number, ...entry });
  return id;
}

/** @throws LAND_OFFICE_UNKNOWN */
export function officeNamed(reader: Reader, id: string): Office {
  const standing = reader.read(office, id)?.value;
  if (standing === undefined) throw landError("LAND_OFFICE_UNKNOWN", { office: id });
  return standing;
}

/** Refuses another organisation's registrar. @throws LAND_OFFICE_FOREIGN */
export function checkOwnOffice(reader: Reader, officeId: string, registrar: Registrar): void {
  const { organisation } = officeNamed(reader, officeId);
  if (organisation !== registrar.organisation) {
    throw landError("LAND_OFFICE_FOREIGN", { office: officeId, organisation });
  }
}

/** The signatory who decides in the office for the district. @throws LAND_OFFICE_FOREIGN */
export function decider(
  needs: LandNeeds,
  context: TransactionContext,
  officeId: string,
  district: string,
): Registrar {
  // An organisation that takes may be represented by somebody who is a registrar elsewhere.
  const { organisation } = officeNamed(context, officeId);
  const { signatories, time } = context;
  const registrar = needs.registrar(context, signatories, district, time, organisation);
  checkOwnOffice(context, officeId, registrar);
  return registrar;
}

export type Decision = Pick<DaybookEntry, "decision" | "registrar" | "organisation" | "grounds">;
export type Lodged = { readonly id: string; readonly entry: DaybookEntry };

/** An entry that waits for its decision. @throws LAND_ENTRY_UNKNOWN, LAND_ENTRY_DECIDED */
export function undecided(reader: Reader, id: string): Lodged {
  const entry = reader.read(daybook, id)?.value;
  if (entry === undefined) throw landError("LAND_ENTRY_UNKNOWN", { entry: id });
  const { decision } = entry;
  if (decision !== null) throw landError("LAND_ENTRY_DECIDED", { entry: id, decision });
  return { id, entry };
}

/** @throws LAND_TITLE_UNKNOWN */
export function titleNamed(reader: Reader, id: string): Title {
  const standing = reader.read(title, id)?.value;
  if (standing === undefined) throw landError("LAND_TITLE_UNKNOWN", { title: id });
  return standing;
}

/** The district of a title is its parcels'. */
export function districtOf(reader: Reader, { parcels: [first = ""] }: Title): string {
  return reader.read(parcel, first)?.value.district ?? "";
}

/** Ends what was lodged without effect on any right, and takes it off the titles that it waits on. */
export function dismiss(context: Context, { id, entry }: Lodged, decision: Decision): void {
  context.put(daybook, id, { ...entry, ...decision, decided: context.time });
  for (const name of entry.titles) {
    const standing = titleNamed(context, name);
    const lodged = standing.lodged.filter((waiting) => waiting !== id);
    context.put(title, name, { ...standing, lodged });
  }
}
