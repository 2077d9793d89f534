/** @jsxImportSource preact */
import { hasSigned } from "../agreement.js";
import { holds } from "../blocks.js";
import { documentOf } from "../frame.js";
import { Num, Time, Typed, WholeHash } from "../parts.js";
import { SummaryList } from "../pieces.js";
import { type Speech, speechFor } from "../speech.js";
import { addressOf, Export, Pager, Table } from "../table.js";
import { FactLines } from "./facts.js";
import { Lines } from "./lines.js";
import type { BlockPageView } from "./view.js";

type Props = { view: BlockPageView; speech: Speech };

const pathOf = (height: number): string => `/explorer/blocks/${height}`;

function Neighbours({ view, speech }: Props) {
  const { height } = view.block;
  const { say } = speech;
  const links = [
    [height > 0 ? height - 1 : null, say.sealPage.previous, "prev"],
    [height < view.source.checkpoint.height ? height + 1 : null, say.sealPage.next, "next"],
  ] as const;
  return (
    <nav class="govuk-pagination" aria-label={say.sealPage.neighbours}>
      {links.map(([to, text, rel]) =>
        to === null ? null : (
          <a key={rel} class="govuk-pagination__link" rel={rel} href={pathOf(to)}>
            {text} <Num>{speech.as.number(to)}</Num>
          </a>
        ),
      )}
    </nav>
  );
}

function Transactions({ view, speech }: Props) {
  const { say } = speech;
  const { block, lines, from, next, first } = view;
  const path = pathOf(block.height);
  return (
    <section class="cf-section" aria-labelledby="transactions">
      <h2 class="govuk-heading-l" id="transactions">
        {say.sealPage.transactions}
      </h2>
      {lines.length === 0 ? (
        <p class="govuk-body">{say.sealPage.noTransactions}</p>
      ) : (
        <>
          <Lines
            lines={lines}
            caption={say.sealPage.transactions}
            captionHidden
            inOneBlock
            speech={speech}
          />
          <Export path={path} query={{ from }} speech={speech} />
        </>
      )}
      <Pager
        newest={from > first ? path : null}
        older={next === null ? null : addressOf(path, { from: next })}
        label={say.sealPage.restTransactions}
        speech={speech}
      />
    </section>
  );
}

function AllFacts({ view, speech }: Props) {
  const { say } = speech;
  const { block, factsFrom, factsNext, first } = view;
  const page = (facts: number) => `${addressOf(pathOf(block.height), { facts })}#facts`;
  return (
    <section class="cf-section" aria-labelledby="facts">
      <h2 class="govuk-heading-l" id="facts">
        {say.sealPage.facts}
      </h2>
      <FactLines facts={view.facts} caption={say.sealPage.captionFacts} speech={speech} />
      <Pager
        newest={factsFrom > first ? page(first) : null}
        older={factsNext === null ? null : page(factsNext)}
        label={say.sealPage.restFacts}
        speech={speech}
      />
    </section>
  );
}

function Signatures({ view, speech }: Props) {
  const { say, as, timeZone } = speech;
  return (
    <section class="cf-section" aria-labelledby="signatures">
      <h2 class="govuk-heading-l" id="signatures">
        {say.sealPage.signatures}
      </h2>
      <Table
        caption={say.sealPage.signaturesLead(as.number(view.source.checkpoint.height))}
        columns={[{ name: say.sealPage.agency, alone: true }, { name: say.sealPage.signed }]}
        rows={view.agencies.map((agency) => ({
          key: agency.name,
          cells: [
            <bdi>{agency.title}</bdi>,
            hasSigned(agency) ? (
              <Time ms={agency.signedAtMs} as={as}>
                {`${as.dateShort(agency.signedAtMs)}, ${as.clockSeconds(agency.signedAtMs)} ${timeZone}`}
              </Time>
            ) : (
              say.sealPage.notSigned
            ),
          ],
        }))}
      />
    </section>
  );
}

function Seal({ view, speech }: Props) {
  const { say, as } = speech;
  const { block } = view;
  return (
    <section class="cf-section" aria-labelledby="seal">
      <h2 class="govuk-heading-l" id="seal">
        {say.sealPage.details}
      </h2>
      <SummaryList
        entries={[
          [say.written.holds, holds(block, speech)],
          [say.sealPage.place, <Num>{as.number(block.index)}</Num>],
          [say.sealPage.size, say.source.facts(as.number(block.index + 1))],
          [say.sealPage.fingerprint, <WholeHash hex={block.fingerprintHex} />],
          [say.sealPage.previousRoot, <WholeHash hex={view.previousRootHex} />],
          [say.sealPage.activityRoot, <WholeHash hex={view.activityRootHex} />],
          [
            say.explorer.key,
            <a href={addressOf("/explorer/facts/seal", { version: block.index })}>
              <Typed>seal</Typed>
            </a>,
          ],
        ]}
      />
    </section>
  );
}

/** One block: what it holds, what its seal says, who signed. @throws PORTAL_FINGERPRINT */
export function renderBlock(view: BlockPageView): string {
  const speech = speechFor(view);
  const { say, as } = speech;
  const { block } = view;
  const title = say.sealPage.title(as.number(block.height));
  return documentOf({
    view,
    speech,
    title,
    source: view.source,
    section: "explorer",
    trail: [
      [say.explorer.title, "/explorer"],
      [say.explorer.blocks, "/explorer/blocks"],
    ],
    children: (
      <>
        <div class="cf-stack">
          <h1 class="govuk-heading-xl">{title}</h1>
          <p class="cf-sentence">
            {say.sealPage.sentence(
              block.facts,
              as.number(block.facts),
              as.date(block.timeMs),
              as.clockSeconds(block.timeMs),
            )}
          </p>
          <Neighbours view={view} speech={speech} />
        </div>
        <Transactions view={view} speech={speech} />
        <Seal view={view} speech={speech} />
        <Signatures view={view} speech={speech} />
        <AllFacts view={view} speech={speech} />
      </>
    ),
  });
}
