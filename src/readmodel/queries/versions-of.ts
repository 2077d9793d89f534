import type { RecordType } from "../../ledger/record-type.js";
import { type Page, type Proof, pageOf, proofOf, type ReadDb } from "../proved.js";

export type FactVersion = Proof & {
  /** Index of the transaction, tick or genesis that wrote it. */
  readonly cause: number;
  readonly height: number;
  readonly time: number;
  readonly retracted: boolean;
};

/** Every fact of a module's key, newest first. @param before index that all are below */
export async function versionsOf(
  db: ReadDb,
  key: string,
  { limit, before }: { limit: number; before?: number | undefined },
): Promise<Page<FactVersion, number>> {
  let query = db.selectFrom("ledger_fact").selectAll().where("fact_key", "=", key);
  if (before !== undefined) query = query.where("fact_index", "<", before);
  const rows = await query
    .orderBy("fact_index", "desc")
    .limit(limit + 1)
    .execute();
  return pageOf(rows, limit, versionRow, ({ fact_index }) => fact_index);
}

/** Every fact of a type's records, newest first. @param before index that all are below */
export async function factsOf(
  db: ReadDb,
  { prefix }: Pick<RecordType, "prefix">,
  { limit, before }: { limit: number; before?: number | undefined },
): Promise<Page<Proof, number>> {
  let query = db
    .selectFrom("ledger_fact")
    .select(["fact_key", "fact_index"])
    .where("fact_key", ">", `${prefix}/`)
    .where("fact_key", "<", `${prefix}0`);
  if (before !== undefined) query = query.where("fact_index", "<", before);
  const rows = await query
    .orderBy("fact_index", "desc")
    .limit(limit + 1)
    .execute();
  return pageOf(rows, limit, proofOf, ({ fact_index }) => fact_index);
}

/** The fact of a key that stood on the register at a time, ms since 1970; null where none did. */
export async function versionAt(
  db: ReadDb,
  key: string,
  register: number,
): Promise<FactVersion | null> {
  const [row] = await db
    .selectFrom("ledger_fact")
    .selectAll()
    .where("fact_key", "=", key)
    .where("time", "<=", register)
    .orderBy("fact_index", "desc")
    .limit(1)
    .execute();
  return row === undefined || row.retracted === 1 ? null : versionRow(row);
}

function versionRow(row: {
  readonly fact_key: string;
  readonly fact_index: number;
  readonly cause: number;
  readonly height: number;
  readonly time: number;
  readonly retracted: number;
}): FactVersion {
  const { cause, height, time, retracted } = row;
  return { ...proofOf(row), cause, height, time, retracted: retracted === 1 };
}
