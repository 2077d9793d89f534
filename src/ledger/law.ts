import type { Publicity } from "./record-type.js";

/** A COSE algorithm, and the heights from which and (null: without end) to which it may sign. */
export type AlgorithmTerms = {
  readonly algorithm: number;
  readonly from: number;
  readonly to: number | null;
};

/** What the agencies have decided over the tables and versions that the genesis fact names. */
export type Law = {
  readonly algorithms: readonly AlgorithmTerms[];
  /** `land/right.grounds`: what the field is from then on. */
  readonly publicity: readonly { readonly field: string; readonly publicity: Publicity }[];
  /** The version of a module that runs from a height on. */
  readonly versions: readonly {
    readonly module: string;
    readonly version: number;
    readonly height: number;
  }[];
};

/** What holds in the network at this block, beside the records. */
export interface Rules {
  readonly algorithms: readonly AlgorithmTerms[];
  /** Null where there is no such field. */
  publicityOfField(field: string): Publicity | null;
  /** Null where the network does not run the module. */
  versionOf(module: string): number | null;
}
