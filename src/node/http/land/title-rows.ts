import type { TitleView } from "../../../portal/land/view.js";
import type { Rows } from "../rows.js";

const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

/** The rights of a title for other programs. */
export function titleRows({ id, rights }: TitleView): Rows {
  return {
    name: `title-${id}`,
    columns: ["right", "kind", "holders", "share", "inLaw", "registered", "fact", "key"],
    rows: rights.map((right) => [
      right.id,
      right.kind,
      right.holders.map(({ kind, name }) => name ?? kind).join("; "),
      right.share === null ? null : right.share.join("/"),
      iso(right.inLawMs),
      iso(right.registeredMs),
      right.index,
      right.key,
    ]),
  };
}
