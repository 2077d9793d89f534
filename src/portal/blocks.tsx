/** @jsxImportSource preact */
import { Lines } from "./explorer/lines.js";
import { Hash, Num, Time, WholeHash } from "./parts.js";
import type { Speech } from "./speech.js";
import { roles } from "./table.js";
import type { BlockView, HomeView, WrittenView } from "./view.js";

type Props = { view: HomeView; speech: Speech };

function transactionWords(written: WrittenView, { say, as }: Speech): string {
  if ("label" in written) return written.label;
  return say.written.transaction(written.type, written.count, as.number(written.count));
}

/** What a block holds. Without a transaction it holds the founding, due deadlines, or its seal alone. */
export function holds(block: BlockView, speech: Speech): string {
  const { written } = speech.say;
  const parts = block.transactions.map((done) => transactionWords(done, speech));
  const refused = block.refused ?? 0;
  if (refused > 0) parts.push(written.refused(refused, speech.as.number(refused)));
  if (parts.length > 0) return parts.join(", ");
  if (block.height === 0) return written.founding;
  return block.facts > 1 ? written.deadlines : written.sealAlone;
}

function Totals({ view, speech: { say, as } }: Props) {
  return (
    <dl class="cf-figures" aria-label={say.written.totals}>
      {Object.entries(view.totals).map(([kind, count]) => (
        <div key={kind}>
          <dt>{say.written.total(kind, count)}</dt>
          <dd>{as.number(count)}</dd>
        </div>
      ))}
    </dl>
  );
}

function ColumnHeads({ say }: Pick<Speech, "say">) {
  const names = ["seal", "time", "holds", "facts", "signedBy", "fingerprint"] as const;
  return (
    <thead {...roles.rowgroup}>
      <tr {...roles.row}>
        {names.map((name) => (
          <th
            key={name}
            {...roles.columnheader}
            scope="col"
            class={`govuk-table__header${name === "facts" ? " govuk-table__header--numeric" : ""}`}
          >
            {say.written[name]}
          </th>
        ))}
      </tr>
    </thead>
  );
}

type RowProps = { block: BlockView; oneDay: boolean; speech: Speech };

function Row({ block, oneDay, speech }: RowProps) {
  const { say, as } = speech;
  const clock = as.clockSeconds(block.timeMs);
  return (
    <tr {...roles.row}>
      <th {...roles.rowheader} scope="row" class="govuk-table__header">
        <span class="cf-rows__name">{say.written.seal} </span>
        <a href={`/explorer/blocks/${block.height}`}>
          <Num>{as.number(block.height)}</Num>
        </a>
      </th>
      <td {...roles.cell} class="govuk-table__cell" data-l={say.written.time}>
        <Time ms={block.timeMs} as={as}>
          {oneDay ? clock : `${as.dateShort(block.timeMs)}, ${clock}`}
        </Time>
      </td>
      <td {...roles.cell} class="govuk-table__cell">
        {holds(block, speech)}
      </td>
      <td
        {...roles.cell}
        class="govuk-table__cell govuk-table__cell--numeric"
        data-l={say.written.facts}
      >
        <span>{as.number(block.facts)}</span>
      </td>
      <td {...roles.cell} class="govuk-table__cell" data-l={say.written.signedBy}>
        <span>{say.written.of(block.signedBy, block.of)}</span>
      </td>
      <td {...roles.cell} class="govuk-table__cell" data-l={say.written.fingerprint}>
        <Hash hex={block.fingerprintHex} />
      </td>
    </tr>
  );
}

function WholeFingerprints({ view, speech: { say, as } }: Props) {
  return (
    <details class="govuk-details">
      <summary class="govuk-details__summary">
        <span class="govuk-details__summary-text">{say.written.whole}</span>
      </summary>
      <dl class="govuk-details__text cf-whole">
        {view.blocks.map(({ height, index, fingerprintHex }) => (
          <div key={height}>
            <dt>{say.written.wholeOf(as.number(height), as.number(index))}</dt>
            <dd>
              <WholeHash hex={fingerprintHex} />
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function Seals(props: Props & { newest: BlockView }) {
  const { view, newest, speech } = props;
  const { say, as, timeZone } = speech;
  const oneDay = view.blocks.every((block) => as.sameDay(block.timeMs, newest.timeMs));
  const count = view.blocks.length;
  return (
    <>
      <table {...roles.table} class="govuk-table cf-rows">
        <caption class="govuk-table__caption">
          {oneDay
            ? say.written.captionDay(count, as.date(newest.timeMs), timeZone)
            : say.written.caption(count, timeZone)}
        </caption>
        <ColumnHeads say={say} />
        <tbody {...roles.rowgroup}>
          {view.blocks.map((block) => (
            <Row key={block.height} block={block} oneDay={oneDay} speech={speech} />
          ))}
        </tbody>
      </table>
      <p class="cf-export">
        <a href="/explorer/blocks">{say.written.allSeals}</a>
        <a href="/explorer/blocks?format=csv">{say.lists.csv}</a>
        <a href="/explorer/blocks?format=json">{say.lists.json}</a>
      </p>
      <WholeFingerprints {...props} />
    </>
  );
}

/** "What is being written": what stands on record, and the last seals. */
export function Blocks(props: Props) {
  const { view, speech } = props;
  const [newest] = view.blocks;
  return (
    <section class="cf-section" aria-labelledby="written">
      <h2 class="govuk-heading-l" id="written">
        {speech.say.written.title}
      </h2>
      <Totals {...props} />
      {view.lines.length > 0 && (
        <div class="cf-newest">
          <Lines
            lines={view.lines}
            caption={speech.say.written.newest(speech.timeZone)}
            speech={speech}
          />
          <p class="cf-export">
            <a href="/explorer">{speech.say.written.all}</a>
          </p>
        </div>
      )}
      {newest === undefined ? (
        <p>{speech.say.written.none}</p>
      ) : (
        <Seals {...props} newest={newest} />
      )}
    </section>
  );
}
