import type { ReadDb } from "../proved.js";
import { searchIds } from "./search-ids.js";
import { type PlaceHit, searchPlaces } from "./search-places.js";

/** What was found. Places are off the ledger: an address is proved as far as its parcel is. */
export type Hit =
  | {
      readonly kind: "parcel" | "title" | "right" | "entry" | "transaction" | "block";
      readonly id: string;
      /** The title that it belongs to; null for what belongs to none. */
      readonly title: string | null;
      readonly key: string;
      readonly index: number;
    }
  | PlaceHit;

/** Longer texts are cut: nobody's place is so long. */
const LONGEST = 100;

/**
 * By place and number: parcels, titles, rights and entries by id (the beginning is enough), parcels
 * by national reference, blocks by height, transactions by the beginning of the id, streets and
 * addresses. Never by person. What fits exactly stands first; then the kinds take turns, so that a short
 * text shows some of each.
 */
export async function search(db: ReadDb, text: string, limit: number): Promise<Hit[]> {
  const asked = text.trim().slice(0, LONGEST);
  if (asked === "") return [];
  const hits = [...(await searchIds(db, asked, limit)), ...(await searchPlaces(db, asked, limit))];
  const isExact = ({ id }: Hit) => id.toLowerCase() === asked.toLowerCase();
  const rest = byTurns(hits.filter((hit) => !isExact(hit)));
  return [...hits.filter(isExact), ...rest].slice(0, limit);
}

/** One of each kind, then a second of each, in the order in which the kinds first come. */
function byTurns(hits: readonly Hit[]): Hit[] {
  const seen = new Map<string, number>();
  const placed = hits.map((hit) => {
    const turn = seen.get(hit.kind) ?? 0;
    seen.set(hit.kind, turn + 1);
    return { hit, turn };
  });
  return placed.sort((a, b) => a.turn - b.turn).map(({ hit }) => hit);
}
