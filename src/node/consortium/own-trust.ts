import { rootOf } from "../../crypto/prove-tree.js";
import type { OpenedLedger } from "../open-ledger.js";
import { trustText } from "../trust-text.js";

/** The trust file by what this node has executed, shown or not. */
export function ownTrust({
  config,
  id,
  index,
  tiles,
}: Pick<OpenedLedger, "config" | "id" | "index" | "tiles">): string {
  const rootAt = (size: number) => rootOf(size, tiles.node);
  return trustText(index, { name: config.network, id }, rootAt);
}
