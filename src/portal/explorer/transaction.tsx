/** @jsxImportSource preact */
import { documentOf } from "../frame.js";
import { Hash, Time, Typed } from "../parts.js";
import { Banner, SummaryList } from "../pieces.js";
import { type Speech, speechFor } from "../speech.js";
import { Table } from "../table.js";
import { FactLines, factAddress } from "./facts.js";
import { Result } from "./lines.js";
import { Raw, Value } from "./shown.js";
import type { TransactionView } from "./view.js";

type Props = { view: TransactionView; speech: Speech };

/** Why it was refused: the sentence, the facts of the case, and that nothing was changed. */
function Refusal({ view, speech: { say } }: Props) {
  if (view.refusal === null) return null;
  const facts = Object.entries(view.refusal.facts);
  return (
    <Banner bad>
      <p class="cf-say">
        <strong>{say.transactionPage.refusedBecause}</strong> {view.refusal.sentence}
      </p>
      {facts.length > 0 && (
        <dl class="cf-members" aria-label={say.transactionPage.seen}>
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{say.values.name(name)}</dt>
              <dd>
                <bdi>{String(value)}</bdi>
              </dd>
            </div>
          ))}
        </dl>
      )}
      <p>{say.transactionPage.nothingChanged}</p>
    </Banner>
  );
}

function Signers({ view, speech }: Props) {
  const { say } = speech;
  const page = say.transactionPage;
  return (
    <section class="cf-section" aria-labelledby="signers">
      <h2 class="govuk-heading-l" id="signers">
        {page.signers}
      </h2>
      <Table
        caption={page.captionSigners}
        captionHidden
        columns={[{ name: page.keyId }, { name: page.algorithm }, { name: page.handle }]}
        rows={view.signers.map(({ keyId, algorithm, handle, key }) => ({
          key: keyId,
          cells: [
            key === null ? (
              <Hash hex={keyId} />
            ) : (
              <a href={factAddress(key)}>
                <Hash hex={keyId} />
              </a>
            ),
            page.algorithmName(algorithm),
            handle === null ? page.unbound : <Typed>{handle}</Typed>,
          ],
        }))}
      />
      <p class="govuk-body-s cf-under">{page.onlyKeys}</p>
    </section>
  );
}

function Writes({ view, speech }: Props) {
  const { say } = speech;
  return (
    <section class="cf-section" aria-labelledby="writes">
      <h2 class="govuk-heading-l" id="writes">
        {say.transactionPage.writes}
      </h2>
      {view.writes.length === 0 ? (
        <p class="govuk-body">{say.transactionPage.noWrites}</p>
      ) : (
        <FactLines
          facts={view.writes}
          caption={say.transactionPage.captionWrites}
          captionHidden
          speech={speech}
        />
      )}
    </section>
  );
}

function Body({ view, speech }: Props) {
  const { say, as, timeZone } = speech;
  const { validUntilMs: until } = view;
  return (
    <section class="cf-section" aria-labelledby="body">
      <h2 class="govuk-heading-l" id="body">
        {say.transactionPage.body}
      </h2>
      <SummaryList
        entries={[
          ...view.body.map(
            ({ name, value }) =>
              [say.values.name(name), <Value value={value} speech={speech} />] as const,
          ),
          [
            say.transactionPage.validUntil,
            <Time ms={until} as={as}>
              {`${as.date(until)}, ${as.clock(until)} ${timeZone}`}
            </Time>,
          ],
        ]}
      />
    </section>
  );
}

function Heading({ view, speech }: Props) {
  const { say, as, timeZone } = speech;
  const { line } = view;
  return (
    <div class="cf-stack">
      <p class="govuk-caption-l">{say.explorer.type(line.type)}</p>
      <h1 class="govuk-heading-xl">
        {say.transactionPage.title} <Hash hex={line.id} />
      </h1>
      <p class="cf-sentence">
        <bdi>{line.sentence}</bdi>
      </p>
      <p class="cf-state">
        <span>
          <Result code={line.code} speech={speech} />
        </span>
        <span>
          <Time ms={line.timeMs} as={as}>
            {`${as.date(line.timeMs)}, ${as.clockSeconds(line.timeMs)} ${timeZone}`}
          </Time>
          ,{" "}
          <a href={`/explorer/blocks/${line.height}`}>
            {say.transactionPage.sealed(as.number(line.height))}
          </a>
        </span>
        <a href={`/receipts/tx/${line.id}`}>{say.transactionPage.receipt}</a>
      </p>
      <Refusal view={view} speech={speech} />
    </div>
  );
}

/** One transaction: its sentence, what became of it, who signed, what it wrote, its fields, its bytes. */
export function renderTransaction(view: TransactionView): string {
  const speech = speechFor(view);
  const { say } = speech;
  const props = { view, speech };
  return documentOf({
    ...props,
    title: `${say.transactionPage.title} ${view.line.id.slice(0, 8)}`,
    source: view.source,
    section: "explorer",
    trail: [[say.explorer.title, "/explorer"]],
    children: (
      <>
        <Heading {...props} />
        <Signers {...props} />
        <Writes {...props} />
        <Body {...props} />
        <section class="cf-section" aria-labelledby="raw">
          <h2 class="govuk-heading-l" id="raw">
            {say.transactionPage.raw}
          </h2>
          <Raw raw={view.raw} speech={speech} />
        </section>
      </>
    ),
  });
}
