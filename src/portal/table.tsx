/** @jsxImportSource preact */
import type { ComponentChildren } from "preact";
import type { Speech } from "./speech.js";

/** Said aloud because a narrow page lays the table out as blocks, which takes its roles away. */
export const roles = {
  table: { role: "table" },
  rowgroup: { role: "rowgroup" },
  row: { role: "row" },
  columnheader: { role: "columnheader" },
  rowheader: { role: "rowheader" },
  cell: { role: "cell" },
} as const;

export type Column = {
  readonly name: string;
  readonly numeric?: boolean;
  /** On a narrow page it stands alone, in the full width, without its column's name. */
  readonly alone?: boolean;
};

/** Columns that need nothing but a name. */
export const namedColumns = (...names: readonly string[]): Column[] =>
  names.map((name) => ({ name }));

type Row = {
  readonly key: string | number;
  /** One a column; the first is the row's heading. */
  readonly cells: readonly ComponentChildren[];
};

type TableProps = {
  caption: ComponentChildren;
  /** Where a heading above says the same. */
  captionHidden?: boolean;
  /** On a narrow page what follows the heading of a row stands on one line. */
  brief?: boolean;
  columns: readonly Column[];
  rows: readonly Row[];
};

const numeric = (kind: string, column: Column): string =>
  `govuk-table__${kind}${column.numeric ? ` govuk-table__${kind}--numeric` : ""}`;

function Cells({ columns, cells }: { columns: readonly Column[]; cells: Row["cells"] }) {
  const [heading, ...others] = columns;
  return (
    <>
      {heading !== undefined && (
        <th {...roles.rowheader} scope="row" class={numeric("header", heading)}>
          {heading.alone !== true && <span class="cf-rows__name">{heading.name} </span>}
          {cells[0]}
        </th>
      )}
      {others.map((column, i) => (
        <td
          key={column.name}
          {...roles.cell}
          class={numeric("cell", column)}
          data-l={column.alone ? undefined : column.name}
        >
          <div>{cells[i + 1]}</div>
        </td>
      ))}
    </>
  );
}

/** A table that a narrow page shows as labelled rows. */
export function Table({
  caption,
  captionHidden = false,
  brief = false,
  columns,
  rows,
}: TableProps) {
  const hidden = captionHidden ? " govuk-visually-hidden" : "";
  return (
    <table {...roles.table} class={`govuk-table cf-rows${brief ? " cf-rows--brief" : ""}`}>
      <caption class={`govuk-table__caption${hidden}`}>{caption}</caption>
      <thead {...roles.rowgroup}>
        <tr {...roles.row}>
          {columns.map((column) => (
            <th
              key={column.name}
              {...roles.columnheader}
              scope="col"
              class={numeric("header", column)}
            >
              {column.name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody {...roles.rowgroup}>
        {rows.map(({ key, cells }) => (
          <tr key={key} {...roles.row}>
            <Cells columns={columns} cells={cells} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Address of a page with its query; what is null is left out. */
export function addressOf(path: string, query: Readonly<Record<string, string | number | null>>) {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === null ? [] : [`${name}=${encodeURIComponent(value)}`],
  );
  return given.length === 0 ? path : `${path}?${given.join("&")}`;
}

type ExportProps = {
  path: string;
  /** Of the page that shows these rows. */
  query?: Readonly<Record<string, string | number | null>>;
  speech: Speech;
};

/** The rows of the table above for other programs; the page's route gives them. */
export function Export({ path, query = {}, speech: { say } }: ExportProps) {
  return (
    <p class="cf-export">
      <a href={addressOf(path, { ...query, format: "csv" })}>{say.lists.csv}</a>
      <a href={addressOf(path, { ...query, format: "json" })}>{say.lists.json}</a>
    </p>
  );
}

type PagerProps = {
  /** Addresses of the pages beside this one; null where there is none. */
  newest?: string | null;
  newer?: string | null;
  older: string | null;
  label?: string;
  speech: Speech;
};

/** Beneath a list that is longer than a page. */
export function Pager({ newest = null, newer = null, older, label, speech: { say } }: PagerProps) {
  const links = [
    [newest, say.lists.newest, "first"],
    [newer, say.lists.newer, "prev"],
    [older, say.lists.older, "next"],
  ] as const;
  if (links.every(([address]) => address === null)) return null;
  return (
    <nav class="govuk-pagination" aria-label={label ?? say.lists.pages}>
      {links.map(([address, text, rel]) =>
        address === null ? null : (
          <a key={rel} class="govuk-pagination__link" rel={rel} href={address}>
            {text}
          </a>
        ),
      )}
    </nav>
  );
}
