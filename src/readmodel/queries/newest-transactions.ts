import { type Page, type Proof, pageOf, proofOf, type ReadDb } from "../proved.js";

export type TransactionRow = Proof & {
  readonly id: string;
  readonly type: string;
  /** "ok" or the refusal's. */
  readonly code: string;
  readonly sentence: string;
  readonly height: number;
  readonly time: number;
  /** Facts that it wrote. */
  readonly writes: number;
};

/** Newest first. @param before index that all are below, `next` of the page before */
export async function newestTransactions(
  db: ReadDb,
  {
    limit,
    before,
    type,
  }: { limit: number; before?: number | undefined; type?: string | undefined },
): Promise<Page<TransactionRow, number>> {
  let query = db.selectFrom("ledger_transaction").selectAll();
  if (before !== undefined) query = query.where("fact_index", "<", before);
  if (type !== undefined) query = query.where("type", "=", type);
  const rows = await query
    .orderBy("fact_index", "desc")
    .limit(limit + 1)
    .execute();
  return pageOf(rows, limit, transactionRow, ({ fact_index }) => fact_index);
}

export function transactionRow(row: {
  readonly fact_key: string;
  readonly fact_index: number;
  readonly id: string;
  readonly type: string;
  readonly code: string;
  readonly sentence: string;
  readonly height: number;
  readonly time: number;
  readonly writes: number;
}): TransactionRow {
  const { id, type, code, sentence, height, time, writes } = row;
  return { ...proofOf(row), id, type, code, sentence, height, time, writes };
}
