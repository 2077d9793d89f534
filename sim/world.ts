import type { Chronicle } from "./chronicle.js";
import type { Keyring } from "./keyring.js";
import type { Model } from "./model.js";
import type { Machine } from "./node.js";
import type { RunOptions } from "./options.js";
import type { Workload } from "./workload/workload.js";

/** What outlives a node's process. */
export type World = {
  readonly machine: Machine;
  readonly options: RunOptions;
  readonly keys: Keyring;
  readonly model: Model;
  readonly workload: Workload;
  readonly chronicle: Chronicle;
  /** Derived stores in which a bit has turned that nobody has noticed yet. */
  readonly rotten: Set<"INDEX" | "TILES">;
  /** Blocks at which all that must hold of the whole is looked at next; `nextWhole`: from fact 0 on. */
  readonly checks: { next: number; nextWhole: number };
};
