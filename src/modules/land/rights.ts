import type { Context } from "../../ledger/module.js";
import type { Ownership } from "./holders.js";
import { numberedId, type Right, right, type Source } from "./schema.js";
import { sumToOne } from "./shares.js";

/** What every right that one entry makes or changes has in common. */
export type Version = Pick<Right, "entry" | "inLaw" | "lodged">;
export type NewRight = Ownership & { readonly sources: Source[]; readonly flags?: Right["flags"] };

/** Numbers that the next rights of a title get. */
export const nextIds = (title: string, made: number, count: number): string[] =>
  Array.from({ length: count }, (_, i) => numberedId(title, made + i + 1));

/** Writes ownerships of a title under the ids. */
export function makeRights(
  context: Context,
  titleId: string,
  ids: readonly string[],
  made: readonly NewRight[],
  version: Version,
): void {
  for (const [i, { holders, share, sources, flags = [] }] of made.entries()) {
    context.put(right, ids[i] ?? "", {
      kind: "ownership",
      on: { title: titleId, share: sumToOne([share]) ? null : share },
      status: "active",
      holders,
      sources,
      flags,
      ...version,
      registered: context.time,
    });
  }
}
