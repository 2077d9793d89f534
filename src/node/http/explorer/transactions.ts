import { z } from "zod";
import { naturalNumber } from "../../../api/values.js";
import { renderTransactions } from "../../../portal/explorer/transactions.js";
import type { TransactionLine, TransactionsView } from "../../../portal/explorer/view.js";
import { newestTransactions } from "../../../readmodel/queries/newest-transactions.js";
import type { Page } from "../page.js";
import type { Rows } from "../rows.js";
import type { Service } from "../service.js";
import { lineOf, PAGE } from "./readers.js";

const nothing = z.strictObject({});
const query = z.strictObject({
  /** A form that was left as it is sends an empty one. */
  type: z
    .string()
    .max(64)
    .regex(/^(?:[a-z]+\.[A-Za-z]+)?$/)
    .optional(),
  before: naturalNumber().optional(),
});

/** Transactions newest first, all or of one type. */
export function transactionsPage(
  service: Service,
): Page<typeof nothing, typeof query, TransactionsView> {
  return {
    path: "/explorer",
    query,
    render: renderTransactions,
    rows: ({ lines }) => rowsOf(lines),
    view: async ({ query: { type = "", before }, frame }) => {
      const wanted = type === "" ? null : type;
      const found =
        wanted === null
          ? newest(service, before ?? frame.source.checkpoint.size)
          : await newestOf(service, wanted, before);
      return {
        ...frame,
        source: { ...frame.source, behind: found.behind },
        lines: found.lines,
        types: service.node.opened.ledger.modules.types,
        type: wanted,
        before: before ?? null,
        older: found.older,
      };
    },
  };
}

type Found = Pick<TransactionsView, "lines" | "older"> & { readonly behind: number | null };

/** All, from the log itself: nothing is newer. */
function newest(service: Service, before: number): Found {
  const { node, blocks } = service;
  const below = Math.min(before, node.opened.published.size);
  const { found, next } = blocks.newestTransactions(below, PAGE);
  return { lines: found.map((read) => lineOf(service, read)), older: next, behind: null };
}

/** Those of one type, which may be rare: from the read model, which has them in a list. */
async function newestOf(
  { node: { readModel }, now }: Service,
  type: string,
  before: number | undefined,
): Promise<Found> {
  const behind = readModel.lag(now()).facts;
  const { items, next } = await newestTransactions(readModel.db, { limit: PAGE, before, type });
  const lines = items.map(({ id, index, code, sentence, height, time }) => {
    return { id, index, type, code, sentence, height, timeMs: time };
  });
  return { lines, older: next, behind };
}

export function rowsOf(lines: readonly TransactionLine[]): Rows {
  return {
    name: "transactions",
    columns: ["id", "index", "type", "code", "sentence", "height", "time"],
    rows: lines.map(({ id, index, type, code, sentence, height, timeMs }) => [
      ...[id, index, type, code, sentence, height],
      new Date(timeMs).toISOString(),
    ]),
  };
}
