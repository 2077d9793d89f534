/** @jsxImportSource preact */
import { documentOf } from "../frame.js";
import { Hash, Moment, Num } from "../parts.js";
import { Tag } from "../pieces.js";
import { type Speech, speechFor } from "../speech.js";
import { Table } from "../table.js";
import type { ProposalLine, ProposalView } from "./view.js";

const looks = {
  open: "waits",
  accepted: "good",
  rejected: "bad",
  lapsed: "unchecked",
  withdrawn: "unchecked",
} as const satisfies Record<ProposalLine["state"], string>;

function State({ state, say }: Pick<ProposalLine, "state"> & Pick<Speech, "say">) {
  return <Tag state={looks[state]}>{say.agenciesPage.state(state)}</Tag>;
}

type Props = { lines: readonly ProposalLine[]; speech: Speech };

function Sentence({ line: { id, sentence } }: { line: ProposalLine }) {
  return (
    <a class="cf-record" href={`/explorer/proposals/${id}`}>
      <bdi>{sentence}</bdi>
    </a>
  );
}

/** What the agencies are to vote on. */
export function Open({ lines, speech }: Props) {
  const { say, as, timeZone } = speech;
  const { agenciesPage } = say;
  return (
    <section class="cf-section" aria-labelledby="open">
      <h2 class="govuk-heading-l" id="open">
        {agenciesPage.open}
      </h2>
      {lines.length === 0 ? (
        <p class="govuk-body">{agenciesPage.noneOpen}</p>
      ) : (
        <Table
          caption={agenciesPage.captionOpen(timeZone)}
          columns={[
            { name: agenciesPage.proposal, alone: true },
            { name: agenciesPage.approving },
            { name: agenciesPage.refusing, numeric: true },
            { name: agenciesPage.lapses },
          ]}
          rows={lines.map((line) => ({
            key: line.id,
            cells: [
              <Sentence line={line} />,
              agenciesPage.approvingOf(as.number(line.approving), as.number(line.needed)),
              <Num>{as.number(line.refusing)}</Num>,
              <Moment ms={line.deadlineMs} as={as} />,
            ],
          }))}
        />
      )}
    </section>
  );
}

/** What became of what they voted on. */
export function Closed({ lines, more, speech }: Props & { more: boolean }) {
  const { say, as, timeZone } = speech;
  const { agenciesPage } = say;
  return (
    <section class="cf-section" aria-labelledby="closed">
      <h2 class="govuk-heading-l" id="closed">
        {agenciesPage.closed}
      </h2>
      {lines.length === 0 ? (
        <p class="govuk-body">{more ? agenciesPage.noneLately : agenciesPage.noneClosed}</p>
      ) : (
        <Table
          caption={agenciesPage.captionClosed(timeZone)}
          columns={[
            { name: agenciesPage.proposal, alone: true },
            { name: agenciesPage.outcome },
            { name: agenciesPage.when },
          ]}
          rows={lines.map((line) => ({
            key: line.id,
            cells: [
              <Sentence line={line} />,
              <State state={line.state} say={say} />,
              line.closedMs !== null && <Moment ms={line.closedMs} as={as} />,
            ],
          }))}
        />
      )}
      {more && (
        <p class="cf-export">
          <a href="/explorer?type=governance.propose">{agenciesPage.all}</a>
        </p>
      )}
    </section>
  );
}

function When({ line, speech: { say, as } }: { line: ProposalLine; speech: Speech }) {
  const { proposalPage } = say;
  const { closedMs, deadlineMs } = line;
  return (
    <span>
      {closedMs === null
        ? proposalPage.openUntil(as.date(deadlineMs), as.clock(deadlineMs))
        : proposalPage.closedOn(as.date(closedMs), as.clock(closedMs))}
    </span>
  );
}

function Ballots({ view, speech }: { view: ProposalView; speech: Speech }) {
  const { say, as, timeZone } = speech;
  const { proposalPage, agenciesPage } = say;
  return (
    <section class="cf-section" aria-labelledby="ballots">
      <h2 class="govuk-heading-l" id="ballots">
        {proposalPage.ballots}
      </h2>
      <Table
        caption={proposalPage.captionBallots(timeZone)}
        columns={[
          { name: agenciesPage.agency, alone: true },
          { name: proposalPage.ballot },
          { name: agenciesPage.when },
        ]}
        rows={view.ballots.map(({ name, title, cast }) => ({
          key: name,
          cells: [
            <bdi>{title}</bdi>,
            cast === null ? (
              <span class="cf-none">{proposalPage.notCast}</span>
            ) : (
              <a href={`/explorer/facts/${cast.key}`}>
                {cast.approve ? proposalPage.approve : proposalPage.refuse}
              </a>
            ),
            cast === null ? "–" : <Moment ms={cast.timeMs} as={as} seconds />,
          ],
        }))}
      />
    </section>
  );
}

/** One proposal: what it would change, who has voted for it, what became of it. */
export function renderProposal(view: ProposalView): string {
  const speech = speechFor(view);
  const { say } = speech;
  const { line, key } = view;
  const { proposalPage } = say;
  return documentOf({
    view,
    speech,
    title: `${proposalPage.title}: ${line.sentence}`,
    source: view.source,
    section: "explorer",
    trail: [
      [say.explorer.title, "/explorer"],
      [say.agenciesPage.title, "/explorer/agencies"],
    ],
    children: (
      <>
        <div class="cf-stack">
          <h1 class="govuk-heading-xl">
            {proposalPage.title} <Hash hex={line.id} />
          </h1>
          <p class="cf-sentence">
            <a href={`/explorer/transactions/${line.id}`}>
              <bdi>{line.sentence}</bdi>
            </a>
          </p>
          <p class="cf-state">
            <State state={line.state} say={say} />
            <When line={line} speech={speech} />
            <a href={`/receipts/${key}`}>{proposalPage.receipt}</a>
            <a href={`/explorer/facts/${key}`}>{proposalPage.fact}</a>
          </p>
          {line.state === "open" && (
            <p class="cf-say">
              {proposalPage.needs(line.needed, view.ballots.length)}{" "}
              {proposalPage.sofar(line.approving, line.refusing)}
            </p>
          )}
        </div>
        <Ballots view={view} speech={speech} />
      </>
    ),
  });
}
