import { sql } from "kysely";
import { wordsOf } from "../fold.js";
import { proofOf, type ReadDb } from "../proved.js";

export type PlaceHit =
  | {
      readonly kind: "address";
      /** The parcel's. */
      readonly id: string;
      readonly title: string;
      readonly street: string;
      readonly number: string;
      readonly locality: string;
      readonly key: string;
      readonly index: number;
    }
  | {
      readonly kind: "street";
      readonly id: string;
      readonly street: string;
      readonly locality: string;
      /** No fact proves a street. */
      readonly key: null;
      readonly index: null;
    };

/** Words that are looked at. */
const MOST_WORDS = 8;

/**
 * "12 Mill Lane", "Mill Lane 12", "mill lane northgate", "Northgate": streets that have every word,
 * then addresses, since a street's name may have a number in it.
 */
export async function searchPlaces(db: ReadDb, text: string, limit: number): Promise<PlaceHit[]> {
  const words = wordsOf(text).slice(0, MOST_WORDS);
  const found = new Map<string, PlaceHit>();
  for (const { number, rest } of numbersIn(words)) {
    for (const hit of await addresses(db, number, rest, limit)) found.set(hit.id, hit);
  }
  return [...(await streets(db, words, limit)), ...found.values()];
}

/** Ways to read a text as an address that are tried: each is a search of its own. */
const MOST_READINGS = 4;

/** Ways to take one of the words, or one and a letter or `bis` behind it, as a house number. */
function numbersIn(words: readonly string[]): { number: string; rest: string[] }[] {
  const readings = words.flatMap((word, at) => {
    if (!/^\p{N}/u.test(word) || words.length < 2) return [];
    const rest = words.toSpliced(at, 1);
    const suffix = words[at + 1];
    const isSuffix = suffix !== undefined && /^(?:\p{L}|bis|ter|quater)$/u.test(suffix);
    const long = isSuffix && words.length > 2;
    return [
      ...(long ? [{ number: word + suffix, rest: words.toSpliced(at, 2) }] : []),
      { number: word, rest },
    ];
  });
  return readings.slice(0, MOST_READINGS);
}

/** Each of the words begins one of the street's or its locality's. They hold letters and digits only. */
const matches = (words: readonly string[]) =>
  sql.join<boolean>(
    words.map((word) => sql<boolean>`place_street.folded like ${`% ${word}%`}`),
    sql` and `,
  );

async function addresses(
  db: ReadDb,
  number: string,
  street: readonly string[],
  limit: number,
): Promise<PlaceHit[]> {
  const rows = await db
    .selectFrom("place_street")
    .innerJoin("place_address", "place_address.street", "place_street.id")
    .innerJoin("land_parcel", "land_parcel.id", "place_address.parcel")
    .select(["fact_key", "fact_index", "land_parcel.id", "title", "number", "name", "locality"])
    .where("place_address.folded", "=", number)
    .where(sql<boolean>`(${matches(street)})`)
    .orderBy("name")
    .orderBy("land_parcel.id")
    .limit(limit)
    .execute();
  return rows.map((row) => {
    const { id, title, name: street, number, locality } = row;
    return { kind: "address", id, title, street, number, locality, ...proofOf(row) };
  });
}

async function streets(db: ReadDb, words: readonly string[], limit: number): Promise<PlaceHit[]> {
  if (words.length === 0) return [];
  const rows = await db
    .selectFrom("place_street")
    .select(["id", "name", "locality"])
    .where(sql<boolean>`(${matches(words)})`)
    .orderBy("name")
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map(({ id, name, locality }) => {
    return { kind: "street", id, street: name, locality, key: null, index: null };
  });
}
