import { type Page, type Proof, pageOf, proofOf, type ReadDb } from "../proved.js";

/** A sealed block; key and index are its seal's. */
export type BlockRow = Proof & {
  readonly height: number;
  readonly time: number;
  readonly transactions: number;
  /** The seal among them. */
  readonly facts: number;
};

/** Newest first. @param before height that all are below, `next` of the page before */
export async function newestBlocks(
  db: ReadDb,
  { limit, before }: { limit: number; before?: number | undefined },
): Promise<Page<BlockRow, number>> {
  let query = db.selectFrom("ledger_block").selectAll();
  if (before !== undefined) query = query.where("height", "<", before);
  const rows = await query
    .orderBy("height", "desc")
    .limit(limit + 1)
    .execute();
  return pageOf(
    rows,
    limit,
    (row) => {
      const { height, time, transactions, facts } = row;
      return { ...proofOf(row), height, time, transactions, facts };
    },
    ({ height }) => height,
  );
}
