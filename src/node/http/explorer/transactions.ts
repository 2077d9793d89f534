import { z } from "zod";
import { naturalNumber } from "../../../api/values.js";
import { renderTransactions } from "../../../portal/explorer/transactions.js";
import type { TransactionLine, TransactionsView } from "../../../portal/explorer/view.js";
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
  const { node, blocks } = service;
  return {
    path: "/explorer",
    query,
    render: renderTransactions,
    rows: ({ lines }) => rowsOf(lines),
    view: ({ query: { type = "", before }, frame }) => {
      const { size } = frame.source.checkpoint;
      const wanted = type === "" ? null : type;
      const below = Math.min(before ?? size, size);
      const { found, next } = blocks.newestTransactions(below, PAGE, wanted);
      return {
        ...frame,
        lines: found.map((read) => lineOf(service, read)),
        types: node.opened.ledger.modules.types,
        type: wanted,
        before: before ?? null,
        older: next,
      };
    },
  };
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
