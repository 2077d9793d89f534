/** @jsxImportSource preact */
import { documentOf } from "../frame.js";
import { ownPage } from "../own-page.js";
import { Moment, Num, Typed, WholeHash } from "../parts.js";
import { SummaryList, Tag } from "../pieces.js";
import { type Speech, speechFor } from "../speech.js";
import { Export, Pager, Table } from "../table.js";
import { factAddress } from "./facts.js";
import { Raw, Value } from "./shown.js";
import type { FactView } from "./view.js";

type Props = { view: FactView; speech: Speech };

/** Whether it is the newest: of the state that the page was made from, never of now. */
function State({ view, speech }: Props) {
  const { say, as } = speech;
  const { key, replacedBy, version, source } = view;
  const { timeMs } = source.checkpoint;
  const when = `${as.date(timeMs)}, ${as.clock(timeMs)}`;
  const page = ownPage(key);
  return (
    <p class="cf-state">
      {replacedBy === null ? (
        <>
          <Tag state="good">{say.factPage.newest}</Tag>
          <span>{say.factPage.newestAsOf(when)}</span>
        </>
      ) : (
        <>
          <Tag state="unchecked">{say.factPage.replaced}</Tag>
          <a href={factAddress(key, replacedBy)}>{say.factPage.replacedBy}</a>
        </>
      )}
      {version.retracted && <Tag state="waits">{say.factPage.retracted}</Tag>}
      {replacedBy === null && <a href={`/receipts/${key}`}>{say.factPage.receipt}</a>}
      {page !== null && <a href={page}>{say.factPage.page}</a>}
    </p>
  );
}

/** In whose words it came here: the transaction's, or the ledger's own. */
function Cause({ view, speech }: Props) {
  const { cause } = view;
  if (cause.kind !== "transaction") {
    return <p class="cf-say">{speech.say.factPage[cause.kind]}</p>;
  }
  return (
    <p class="cf-sentence">
      <a href={`/explorer/transactions/${cause.line.id}`}>
        <bdi>{cause.line.sentence}</bdi>
      </a>
    </p>
  );
}

function Fields({ view, speech }: Props) {
  const { say } = speech;
  const { factPage } = say;
  return (
    <section class="cf-section" aria-labelledby="fields">
      <h2 class="govuk-heading-l" id="fields">
        {factPage.fields}
      </h2>
      {view.version.retracted ? (
        <p class="govuk-body">{factPage.retractedLead}</p>
      ) : (
        <Table
          caption={factPage.fields}
          captionHidden
          columns={[
            { name: factPage.field, alone: true },
            { name: factPage.value, alone: true },
            { name: factPage.publicity },
          ]}
          rows={view.fields.map(({ name, value, publicity }) => ({
            key: name,
            cells: [
              say.values.name(name),
              <Value value={value} speech={speech} />,
              publicity === null ? "–" : factPage.publicities[publicity],
            ],
          }))}
        />
      )}
    </section>
  );
}

function Versions({ view, speech }: Props) {
  const { say, as, timeZone } = speech;
  const { key, versions, version, older } = view;
  return (
    <section class="cf-section" aria-labelledby="versions">
      <h2 class="govuk-heading-l" id="versions">
        {say.factPage.versions(older === null ? versions.length : 2)}
      </h2>
      <Table
        caption={say.factPage.captionVersions(timeZone)}
        captionHidden
        columns={[
          { name: say.explorer.fact },
          { name: say.explorer.time },
          { name: say.explorer.seal, numeric: true },
        ]}
        rows={versions.map(({ index, timeMs, height, retracted }) => ({
          key: index,
          cells: [
            index === version.index ? (
              <span aria-current="true">
                <Num>{as.number(index)}</Num>, {say.factPage.shown}
              </span>
            ) : (
              <a href={factAddress(key, index)}>
                <Num>{as.number(index)}</Num>
                {retracted && `, ${say.factPage.retracted}`}
              </a>
            ),
            <Moment ms={timeMs} as={as} seconds />,
            <a href={`/explorer/blocks/${height}`}>
              <Num>{as.number(height)}</Num>
            </a>,
          ],
        }))}
      />
      <Export path={`/explorer/facts/${key}`} query={{ version: version.index }} speech={speech} />
      <Pager older={older === null ? null : factAddress(key, older)} speech={speech} />
    </section>
  );
}

/** One fact: what it says and who may see it, who wrote it, its versions, its bytes. */
export function renderFact(view: FactView): string {
  const speech = speechFor(view);
  const { say, as } = speech;
  const props = { view, speech };
  return documentOf({
    ...props,
    title: `${say.factPage.title} ${view.key}`,
    source: view.source,
    section: "explorer",
    trail: [[say.explorer.title, "/explorer"]],
    children: (
      <>
        <div class="cf-stack">
          <p class="govuk-caption-l">
            {say.factPage.title} <Num>{as.number(view.version.index)}</Num>
          </p>
          <h1 class="govuk-heading-xl">
            <Typed>{view.key}</Typed>
          </h1>
          <Cause {...props} />
          <State {...props} />
        </div>
        <Fields {...props} />
        <Versions {...props} />
        <section class="cf-section" aria-labelledby="raw">
          <h2 class="govuk-heading-l" id="raw">
            {say.factPage.raw}
          </h2>
          <SummaryList
            entries={[
              [say.sealPage.fingerprint, <WholeHash hex={view.fingerprintHex} />],
              [say.sealPage.place, <Num>{as.number(view.version.index)}</Num>],
            ]}
          />
          <Raw raw={view.raw} speech={speech} />
        </section>
      </>
    ),
  });
}
