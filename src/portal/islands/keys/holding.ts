import { my } from "../../messages/my.js";
import type { Session } from "./session.js";

/** What the ledger says that a handle holds, or held. */
export type Holding = {
  /** The right's id, and the key of its fact. */
  readonly right: string;
  readonly key: string;
  readonly title: string;
  readonly share: readonly [number, number] | null;
  readonly isActive: boolean;
  /** Holders besides this one, jointly. */
  readonly others: number;
  /** ms since 1970. */
  readonly since: number;
};

/** Asked by the handle, which stands on the ledger anyway; of the person it says nothing. */
export async function holdingOf({ client }: Session, handle: string): Promise<Holding | null> {
  const [right] = (await client.landHoldings({ handle })).body.items;
  if (right === undefined) return null;
  const { id, key, value } = right;
  return {
    right: id,
    key,
    title: value.on.title,
    share: shareOf(value.on.share),
    isActive: value.status === "active",
    others: value.holders.length - 1,
    since: value.registered,
  };
}

function shareOf(json: unknown): Holding["share"] {
  if (!Array.isArray(json)) return null;
  const [numerator, denominator] = json.map(Number);
  return numerator === undefined || denominator === undefined ? null : [numerator, denominator];
}

/** "1/4 of title NG-0042" */
export function sentenceOf({ share, title }: Pick<Holding, "share" | "title">): string {
  if (share === null || share[0] === share[1]) return my.holding.whole(title);
  return my.holding.of(`${share[0]}/${share[1]}`, title);
}
