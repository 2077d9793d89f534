import type { SegmentLog } from "../../storage/log/segment-log.js";
import type { Note } from "./audit-checkpoints.js";
import type { Stretch } from "./verification.js";

const LEAVES = 2048;

/**
 * A log's leaves in pieces, in one reading with the checkpoints between them, of which `onNote` is told
 * before the leaves that follow; where it is damaged, what stands before comes first.
 * @throws LOG_CORRUPT, DISK_*
 */
export function* stretchesOf(
  log: SegmentLog,
  onNote: (note: Note) => void = () => {},
): Generator<Stretch> {
  let leaves: Uint8Array[] = [];
  try {
    for (const record of log.records()) {
      if ("text" in record) onNote(record);
      else leaves.push(record.leaf);
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
