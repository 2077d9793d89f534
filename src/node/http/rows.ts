import type { FastifyReply } from "fastify";

type Cell = string | number | boolean | null;

/** A table's rows for other programs: the same that the page shows. */
export type Rows = {
  /** Of the file, without its ending. */
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
};

/** RFC 4180: lines end with CR LF, what holds a comma, a quote or a line's end is quoted. */
export function csvOf({ columns, rows }: Pick<Rows, "columns" | "rows">): string {
  return [columns, ...rows].map((row) => `${row.map(cellOf).join(",")}\r\n`).join("");
}

/** A text that a spreadsheet would take for a formula begins with an apostrophe. */
function cellOf(cell: Cell): string {
  const text = cell === null ? "" : String(cell);
  const safe = typeof cell === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function sendRows(reply: FastifyReply, format: "csv" | "json", table: Rows): FastifyReply {
  const { name, columns, rows } = table;
  reply.header("content-disposition", `attachment; filename="${name}.${format}"`);
  if (format === "csv") return reply.type("text/csv; charset=utf-8").send(csvOf(table));
  const items = rows.map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i]])));
  return reply.type("application/json; charset=utf-8").send({ items });
}
