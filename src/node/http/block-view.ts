import type { BlockView } from "../../portal/view.js";
import type { Service } from "./service.js";

/**
 * A published block in a line. The newest checkpoint's signatures stand behind every block before it.
 * @throws PROVE_UNKNOWN
 */
export function blockView(
  { blocks, frames }: Pick<Service, "blocks" | "frames">,
  height: number,
): BlockView {
  const { agencies } = frames.signatures();
  const { index, time, facts, leafHash } = blocks.summary(height);
  const { done, refused } = blocks.counts(height);
  return {
    height,
    timeMs: time,
    index,
    facts,
    transactions: Object.entries(done).map(([type, count]) => ({ type, count })),
    refused,
    signedBy: agencies.filter(({ signedAtMs }) => signedAtMs !== null).length,
    of: agencies.length,
    fingerprintHex: leafHash,
  };
}
