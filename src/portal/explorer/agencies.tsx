/** @jsxImportSource preact */
import { hasSigned } from "../agreement.js";
import { documentOf } from "../frame.js";
import { Moment, Num, Time } from "../parts.js";
import { Tag } from "../pieces.js";
import { type Speech, speechFor } from "../speech.js";
import { Export, Table } from "../table.js";
import { factAddress } from "./facts.js";
import { Closed, Open } from "./proposals.js";
import { Ways } from "./transactions.js";
import type { AgenciesView } from "./view.js";

type Props = { view: AgenciesView; speech: Speech };
const path = "/explorer/agencies";

function Who({ view, speech }: Props) {
  const { say, as, timeZone } = speech;
  const { agenciesPage } = say;
  return (
    <section class="cf-section" aria-labelledby="who">
      <h2 class="govuk-heading-l" id="who">
        {agenciesPage.who}
      </h2>
      <Table
        caption={agenciesPage.captionWho(timeZone)}
        columns={[
          { name: agenciesPage.agency, alone: true },
          { name: agenciesPage.newest },
          { name: agenciesPage.when },
          { name: agenciesPage.since },
        ]}
        rows={view.agencies.map((agency) => ({
          key: agency.name,
          cells: [
            <a href={`/explorer/facts/${agency.key}`}>
              <bdi>{agency.title}</bdi>
            </a>,
            <Tag state={hasSigned(agency) ? "good" : "waits"}>
              {hasSigned(agency) ? agenciesPage.signed : agenciesPage.notSigned}
            </Tag>,
            hasSigned(agency) ? <Moment ms={agency.signedAtMs} as={as} seconds /> : "–",
            <Time ms={agency.sinceMs} as={as}>
              {as.dateShort(agency.sinceMs)}
            </Time>,
          ],
        }))}
      />
      <Export path={path} speech={speech} />
      <p class="govuk-body-s cf-under">
        {agenciesPage.trustLead} <a href="/trust.json">{agenciesPage.trust}</a>.
      </p>
    </section>
  );
}

function Former({ view, speech: { say, as } }: Props) {
  const { agenciesPage } = say;
  if (view.former.length === 0) return null;
  return (
    <section class="cf-section" aria-labelledby="former">
      <h2 class="govuk-heading-l" id="former">
        {agenciesPage.former}
      </h2>
      <Table
        caption={agenciesPage.formerLead}
        columns={[
          { name: agenciesPage.agency, alone: true },
          { name: agenciesPage.until },
          { name: agenciesPage.key },
        ]}
        rows={view.former.map(({ key, title, untilMs, compromised }) => ({
          key,
          cells: [
            <a href={`/explorer/facts/${key}`}>
              <bdi>{title}</bdi>
            </a>,
            <Time ms={untilMs} as={as}>
              {as.dateShort(untilMs)}
            </Time>,
            <Tag state={compromised ? "bad" : "unchecked"}>
              {compromised ? agenciesPage.stolen : agenciesPage.ended}
            </Tag>,
          ],
        }))}
      />
    </section>
  );
}

function Found({ view, speech }: Props) {
  const { say, as, timeZone } = speech;
  const { agenciesPage } = say;
  return (
    <section class="cf-section" aria-labelledby="found">
      <h2 class="govuk-heading-l" id="found">
        {agenciesPage.found}
      </h2>
      <div class="cf-stack">
        <p class="govuk-body">{agenciesPage.foundLead}</p>
        {view.misbehaviour.length === 0 ? (
          <p class="govuk-body">{agenciesPage.noneFound}</p>
        ) : (
          <Table
            caption={agenciesPage.captionFound(timeZone)}
            columns={[
              { name: agenciesPage.agency, alone: true },
              { name: agenciesPage.misdeed, alone: true },
              { name: agenciesPage.blocks, numeric: true },
              { name: agenciesPage.when },
            ]}
            rows={view.misbehaviour.map(({ key, index, agency, kind, height, timeMs }) => ({
              key: index,
              cells: [
                <a href={factAddress(key, index)}>
                  <bdi>{agency}</bdi>
                </a>,
                agenciesPage.did(kind),
                <Num>{as.number(height)}</Num>,
                <Moment ms={timeMs} as={as} seconds />,
              ],
            }))}
          />
        )}
        {view.moreMisbehaviour && (
          <p class="cf-export">
            <a href="/api/v1/governance/misbehaviour">{agenciesPage.allFound}</a>
          </p>
        )}
      </div>
    </section>
  );
}

/** Who keeps the ledger, what they decide on together, and what was proved against one of them. */
export function renderAgencies(view: AgenciesView): string {
  const speech = speechFor(view);
  const { say } = speech;
  const props = { view, speech };
  return documentOf({
    ...props,
    title: say.agenciesPage.title,
    source: view.source,
    section: "explorer",
    trail: [[say.explorer.title, "/explorer"]],
    children: (
      <>
        <div class="cf-stack">
          <h1 class="govuk-heading-xl">{say.agenciesPage.title}</h1>
          <p class="govuk-body">{say.agenciesPage.lead(view.agencies.length, view.quorum)}</p>
          <Ways here="agencies" speech={speech} />
        </div>
        <Who {...props} />
        <Open lines={view.open} speech={speech} />
        <Closed lines={view.closed} more={view.moreClosed} speech={speech} />
        <Former {...props} />
        <Found {...props} />
      </>
    ),
  });
}
