/** @jsxImportSource preact */
import { Moment, Num, Typed } from "../parts.js";
import { Tag } from "../pieces.js";
import type { Speech } from "../speech.js";
import { Table } from "../table.js";
import type { TransactionLine } from "./view.js";

/** Refused with its code; carried out is the ordinary state, and makes no noise. */
export function Result({ code, speech: { say } }: { code: string; speech: Speech }) {
  if (code === "ok") return <span class="cf-none">{say.explorer.done}</span>;
  return (
    <>
      <Tag state="bad">{say.explorer.refused}</Tag> <Typed>{code}</Typed>
    </>
  );
}

type Props = {
  lines: readonly TransactionLine[];
  caption: string;
  captionHidden?: boolean;
  /** Where a heading above says which block. */
  inOneBlock?: boolean;
  speech: Speech;
};

/** Transactions, one sentence each. */
export function Lines({ lines, caption, captionHidden, inOneBlock = false, speech }: Props) {
  const { say, as } = speech;
  const columns = [
    { name: say.explorer.what, alone: true },
    { name: say.explorer.result, alone: true },
    ...(inOneBlock
      ? []
      : [
          { name: say.explorer.time, alone: true },
          { name: say.explorer.seal, numeric: true },
        ]),
  ];
  return (
    <Table
      caption={caption}
      {...(captionHidden && { captionHidden })}
      brief
      columns={columns}
      rows={lines.map((line) => ({
        key: line.index,
        cells: [
          <a class="cf-record" href={`/explorer/transactions/${line.id}`}>
            <bdi>{line.sentence}</bdi>
          </a>,
          <Result code={line.code} speech={speech} />,
          <Moment ms={line.timeMs} as={as} />,
          <a href={`/explorer/blocks/${line.height}`}>
            <Num>{as.number(line.height)}</Num>
          </a>,
        ].slice(0, columns.length),
      }))}
    />
  );
}
