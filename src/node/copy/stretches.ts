import type { SegmentLog } from "../../storage/log/segment-log.js";
import type { Stretch } from "./verification.js";

const LEAVES = 2048;

/** A log's leaves in pieces; where it is damaged, what stands before comes first. @throws LOG_CORRUPT, DISK_* */
export function* stretchesOf(log: SegmentLog): Generator<Stretch> {
  let leaves: Uint8Array[] = [];
  try {
    for (const { leaf } of log.leaves()) {
      leaves.push(leaf);
      if (leaves.length === LEAVES) {
        yield leaves;
        leaves = [];
      }
    }
  } catch (error) {
    yield leaves;
    throw error;
  }
  yield leaves;
}
