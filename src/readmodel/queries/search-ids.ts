import { proofOf, type ReadDb } from "../proved.js";
import type { Hit } from "./search.js";

type IdHit = Exclude<Hit, { readonly kind: "address" | "street" }>;

/** The beginning of a transaction's id that tells it apart, in hex digits. */
const SHORTEST_HEX = 6;

/** What bears this id or number, or one that begins with it. */
export async function searchIds(db: ReadDb, asked: string, limit: number): Promise<IdHit[]> {
  const text = asked.toLowerCase();
  // An id has no spaces; what has is a place.
  if (!/^#?[a-z0-9._~-]+$/.test(text)) return [];
  const found = await Promise.all([
    parcels(db, text, limit),
    titles(db, text, limit),
    rights(db, text, limit),
    entries(db, text, limit),
    blocks(db, text),
    transactions(db, text, limit),
  ]);
  return found.flat();
}

/** Above every text that begins with this one: ids are ASCII. */
const endOf = (prefix: string): string => `${prefix}\u007f`;

async function parcels(db: ReadDb, text: string, limit: number): Promise<IdHit[]> {
  const rows = await db
    .selectFrom("land_parcel")
    .select(["fact_key", "fact_index", "id", "title"])
    .where((eb) =>
      eb.or([
        eb.and([eb("folded", ">=", text), eb("folded", "<", endOf(text))]),
        eb.and([eb("reference_folded", ">=", text), eb("reference_folded", "<", endOf(text))]),
      ]),
    )
    .orderBy("folded")
    .limit(limit)
    .execute();
  return rows.map((row) => ({ kind: "parcel", id: row.id, title: row.title, ...proofOf(row) }));
}

async function titles(db: ReadDb, text: string, limit: number): Promise<IdHit[]> {
  const rows = await db
    .selectFrom("land_title")
    .select(["fact_key", "fact_index", "id"])
    .where("folded", ">=", text)
    .where("folded", "<", endOf(text))
    .orderBy("folded")
    .limit(limit)
    .execute();
  return rows.map((row) => ({ kind: "title", id: row.id, title: row.id, ...proofOf(row) }));
}

/** Their ids begin with the title's, which is found anyway: only whole ones. */
async function rights(db: ReadDb, text: string, limit: number): Promise<IdHit[]> {
  const rows = await db
    .selectFrom("land_right")
    .select(["fact_key", "fact_index", "id", "title"])
    .where("folded", "=", text)
    .where("register_until", "is", null)
    .limit(limit)
    .execute();
  return rows.map((row) => ({ kind: "right", id: row.id, title: row.title, ...proofOf(row) }));
}

async function entries(db: ReadDb, text: string, limit: number): Promise<IdHit[]> {
  const rows = await db
    .selectFrom("land_daybook")
    .select(["fact_key", "fact_index", "id", "title"])
    .where("folded", "=", text)
    .limit(limit)
    .execute();
  return rows.map((row) => ({ kind: "entry", id: row.id, title: row.title, ...proofOf(row) }));
}

async function blocks(db: ReadDb, text: string): Promise<IdHit[]> {
  const height = /^#?([0-9]{1,15})$/.exec(text)?.[1];
  if (height === undefined) return [];
  const rows = await db
    .selectFrom("ledger_block")
    .select(["fact_key", "fact_index", "height"])
    .where("height", "=", Number(height))
    .execute();
  return rows.map((row) => ({
    kind: "block",
    id: String(row.height),
    title: null,
    ...proofOf(row),
  }));
}

async function transactions(db: ReadDb, text: string, limit: number): Promise<IdHit[]> {
  if (text.length < SHORTEST_HEX || !/^[0-9a-f]{1,64}$/.test(text)) return [];
  const rows = await db
    .selectFrom("ledger_transaction")
    .select(["fact_key", "fact_index", "id"])
    .where("id", ">=", text)
    .where("id", "<", endOf(text))
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map((row) => ({ kind: "transaction", id: row.id, title: null, ...proofOf(row) }));
}
