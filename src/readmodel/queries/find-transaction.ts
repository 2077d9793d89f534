import { type Proof, proofOf, type ReadDb } from "../proved.js";
import { type TransactionRow, transactionRow } from "./newest-transactions.js";

export type TransactionDetail = TransactionRow & {
  /** The facts that it wrote, in their order. */
  readonly written: readonly (Proof & { readonly retracted: boolean })[];
};

/** By its id, 64 hex digits; null where there is none. */
export async function findTransaction(db: ReadDb, id: string): Promise<TransactionDetail | null> {
  const [row] = await db
    .selectFrom("ledger_transaction")
    .selectAll()
    .where("id", "=", id)
    .limit(1)
    .execute();
  if (row === undefined) return null;
  const written = await db
    .selectFrom("ledger_fact")
    .select(["fact_key", "fact_index", "retracted"])
    .where("cause", "=", row.fact_index)
    .orderBy("fact_index")
    .execute();
  return {
    ...transactionRow(row),
    written: written.map((fact) => ({ ...proofOf(fact), retracted: fact.retracted === 1 })),
  };
}
