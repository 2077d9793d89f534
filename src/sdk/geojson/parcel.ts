import type { Shape } from "../../modules/land/geometry/shape.js";

/** A parcel as the French cadastre publishes it (Etalab, cadastre.data.gouv.fr, "parcelles"). */
export type Parcel = {
  /** A segment of a key. */
  readonly id: string;
  /** In EPSG:4326 at 1e-7 degree, longitude first. */
  readonly shape: Shape;
  /** INSPIRE `nationalCadastralReference`: the property `id`, else the feature's. */
  readonly reference: string;
  /** The official area (`contenance`), which is not the shape's. */
  readonly legalAreaM2: number | null;
  readonly commune: string | null;
  readonly prefix: string | null;
  readonly section: string | null;
  readonly number: string | null;
  /** Whether a surveyor measured it (`arpente`). */
  readonly surveyed: boolean | null;
  /** Days of the source, YYYY-MM-DD. */
  readonly created: string | null;
  readonly updated: string | null;
};

/** The default grid of GeoJSON: units per degree. */
export const unitsPerDegree = 10_000_000;
