import { type Proof, proofOf, type ReadDb } from "../proved.js";
import { type RightVersion, rightVersion } from "./rights-as-of.js";

/** An entry of the daybook that names the title, and the versions of its rights that it made. */
export type HistoryEntry = Proof & {
  readonly id: string;
  readonly kind: string;
  /** When it came to the office: its rank. */
  readonly lodged: number;
  /** Null: not decided. */
  readonly decision: string | null;
  readonly decided: number | null;
  /** Each in law since a time of its own. */
  readonly rights: readonly RightVersion[];
};

/** All that ever happened to a title, by rank: what waits and what was refused among it. */
export async function titleHistory(db: ReadDb, title: string): Promise<HistoryEntry[]> {
  const entries = await db
    .selectFrom("land_daybook")
    .selectAll()
    .where("title", "=", title)
    .orderBy("lodged")
    .orderBy("number")
    .execute();
  const versions = await db
    .selectFrom("land_right")
    .selectAll()
    .where("title", "=", title)
    .orderBy("fact_index")
    .execute();
  // Whoever may lodge may do so a thousand times: each entry is given its versions, not all searched.
  const made = new Map(entries.map(({ id }) => [id, [] as RightVersion[]]));
  for (const version of versions) made.get(version.entry)?.push(rightVersion(version));
  return entries.map((entry) => {
    const { id, kind, lodged, decision, decided } = entry;
    const rights = made.get(id) ?? [];
    return { ...proofOf(entry), id, kind, lodged, decision, decided, rights };
  });
}
