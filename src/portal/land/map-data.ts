import type { CborArray } from "../../codec/cbor-value.js";
import type { GridView } from "./view.js";

/** A parcel as a row: members by place, since there are thousands. */
export type MapParcel = readonly [
  id: string,
  /** Empty: the same as its own. */
  title: string,
  /** House number and street, as far as the address register has them. */
  number: string,
  street: string,
  /** The place's id. */
  place: string,
  /** As the ledger has it: parts of rings `[x, y, dx, dy, …]`. */
  shape: CborArray,
];

/** What the map of a level is drawn from: one answer, kept by the reader's browser. */
export type MapData = {
  readonly grid: GridView;
  readonly parcels: readonly MapParcel[];
  /** Lines in steps of the grid. */
  readonly streets: readonly {
    readonly name: string;
    readonly line: readonly (readonly number[])[];
  }[];
};
