import type { Context } from "../../ledger/module.js";
import type { To } from "./bodies.js";
import type { Giving } from "./givings.js";
import { makeRights, nextIds, type Version } from "./rights.js";
import { right, type Title, title } from "./schema.js";

/** Writes what was given as rest or as ended, what is taken as new rights, and the title that lists them. */
export function exchange(
  context: Context,
  titleId: string,
  standing: Title,
  given: readonly Pick<Giving, "id" | "right" | "rest">[],
  to: To,
  version: Version,
): void {
  const ids = nextIds(titleId, standing.rightsMade, to.length);
  const ended = given.filter(({ rest }) => rest === null).map(({ id }) => id);
  context.put(title, titleId, {
    ...standing,
    rights: [...standing.rights.filter((id) => !ended.includes(id)), ...ids],
    rightsMade: standing.rightsMade + ids.length,
    lodged: standing.lodged.filter((id) => id !== version.entry),
  });
  for (const { id, right: before, rest } of given) {
    const after = { ...before, ...version, registered: context.time };
    if (rest === null) context.put(right, id, { ...after, status: "ended" });
    else context.put(right, id, { ...after, on: { title: titleId, share: rest } });
  }
  makeRights(context, titleId, ids, to, version);
}
