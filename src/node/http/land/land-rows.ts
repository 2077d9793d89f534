import type { LandView } from "../../../portal/land/view.js";
import type { Rows } from "../rows.js";

/** The parcels that a page of the list shows, for other programs. */
export function landRows({ listed }: LandView): Rows {
  return {
    name: "land",
    columns: ["title", "street", "number", "parcel", "legalAreaM2"],
    rows: listed.map(({ title, address, parcel, legalAreaM2 }) => [
      ...[title, address?.street ?? null, address?.number ?? null],
      ...[parcel, legalAreaM2],
    ]),
  };
}
