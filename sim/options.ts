import type { FaultKind } from "./disk/faults.js";
import type { Planted } from "./node.js";

/** What one run is made from: the same options, the same run. */
export type RunOptions = {
  /** 32 bits. */
  readonly seed: number;
  /** Blocks that are to be published. */
  readonly blocks: number;
  readonly faults: ReadonlySet<FaultKind>;
  /** The one call to the system at which the power fails; absent: chance decides, again and again. */
  readonly powerAt?: number;
  /** Plants a bug, anew for each run. */
  readonly planted?: () => Planted;
  /** Told how many blocks there are, now and then. */
  readonly onProgress?: (blocks: number) => void;
};

export type Counts = {
  blocks: number;
  facts: number;
  answers: number;
  /** Transaction types by how often they were executed and refused on record. */
  readonly executed: Map<string, number>;
  readonly refused: Map<string, number>;
  /** What was turned away at the door. */
  turnedAway: number;
  /** By kind: power cuts, kills, faults of the disk, stops, halts, rebuilds of what is derived. */
  readonly events: Map<string, number>;
  /** Calls to the system that changed something. */
  calls: number;
};

export type Outcome = {
  /** SHA-256 in hex over all that was sent, answered, published and broken, in order. */
  readonly digest: string;
  readonly counts: Counts;
  /** What did not hold, or null. */
  readonly violation: Error | null;
};
