import type { Directory } from "../directory/directory.js";
import type { Drafts } from "../drafts.js";
import type { LedgerNode } from "../ledger-node.js";
import type { Blocks } from "./blocks.js";
import type { Frames } from "./frames.js";
import type { Intake } from "./intake.js";
import type { Metrics } from "./metrics.js";

/** What the routes work on. */
export type Service = {
  readonly node: LedgerNode;
  readonly blocks: Blocks;
  readonly frames: Frames;
  readonly drafts: Drafts;
  /** Null where this node keeps none. */
  readonly directory: Directory | null;
  readonly intake: Intake;
  readonly metrics: Metrics;
  /** ms since 1970. */
  readonly now: () => number;
  /** Where people reach this node, without a slash at the end; known once it listens. */
  readonly address: () => string;
};
