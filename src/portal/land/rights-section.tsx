/** @jsxImportSource preact */
import type { ComponentChildren } from "preact";
import { Time } from "../parts.js";
import { isolated, type Speech } from "../speech.js";
import { namedColumns, Table } from "../table.js";
import { factAddress, titleAddress } from "./addresses.js";
import { fraction, isOwnership } from "./sentence.js";
import type { HolderView, RightView, TitleView } from "./view.js";

type Props = { view: TitleView; speech: Speech };

function Holder({ holder, speech }: { holder: HolderView; speech: Speech }) {
  const { rights } = speech.say.land;
  if (holder.name !== null) return <>{isolated(holder.name)}</>;
  return (
    <>
      {rights.holder(holder.kind)}
      {holder.kind === "person" && <span class="cf-note">{rights.closed}</span>}
    </>
  );
}

function Holders({ right, speech }: { right: RightView; speech: Speech }) {
  return (
    <>
      {right.holders.map((holder, i) => (
        <span key={i} class="cf-holder">
          <Holder holder={holder} speech={speech} />
        </span>
      ))}
    </>
  );
}

export function Day({ ms, speech: { as } }: { ms: number; speech: Speech }) {
  return (
    <Time ms={ms} as={as}>
      {as.dateShort(ms)}
    </Time>
  );
}

/** Since when in law, since when on the register, and where the proof is. */
function timesOf(right: RightView, speech: Speech): ComponentChildren[] {
  const { rights } = speech.say.land;
  return [
    right.inLawMs === null ? rights.notKnown : <Day ms={right.inLawMs} speech={speech} />,
    <Day key="registered" ms={right.registeredMs} speech={speech} />,
    <a key="proof" href={factAddress(right.key)}>
      {rights.fact(speech.as.number(right.index))}
    </a>,
  ];
}

function Owners({ owners, speech }: { owners: readonly RightView[]; speech: Speech }) {
  const { rights } = speech.say.land;
  return (
    <>
      <Table
        caption={rights.owners}
        columns={namedColumns(
          rights.owner,
          rights.share,
          rights.inLaw,
          rights.registered,
          rights.proof,
        )}
        rows={owners.map((right) => ({
          key: right.id,
          cells: [
            <Holders key="holders" right={right} speech={speech} />,
            right.share === null || right.share[0] === right.share[1]
              ? rights.whole
              : fraction(right.share),
            ...timesOf(right, speech),
          ],
        }))}
      />
      {owners.some(({ flawed }) => flawed) && <p class="govuk-inset-text">{rights.flawed}</p>}
    </>
  );
}

function Others({ others, speech }: { others: readonly RightView[]; speech: Speech }) {
  const { rights } = speech.say.land;
  if (others.length === 0) return <p class="govuk-body">{rights.noOthers}</p>;
  return (
    <Table
      caption={rights.others}
      columns={namedColumns(
        rights.rank,
        rights.right,
        rights.inLaw,
        rights.registered,
        rights.proof,
      )}
      rows={others.map((right, i) => ({
        key: right.id,
        cells: [
          <span key="rank" class="cf-rank">
            {i + 1}
          </span>,
          <>
            <strong>{rights.kind(right.kind)}</strong> <Holders right={right} speech={speech} />
          </>,
          ...timesOf(right, speech),
        ],
      }))}
    />
  );
}

/** Owners, then whatever else stands on the title by rank, then what binds without an entry. */
export function RightsSection({ view, speech }: Props) {
  const { rights } = speech.say.land;
  const today = view.asOf.law === null && view.asOf.register === null;
  return (
    <section class="cf-section cf-stack" aria-labelledby="rights">
      <h2 class="govuk-heading-l" id="rights">
        {rights.heading}
      </h2>
      <Owners owners={view.rights.filter(isOwnership)} speech={speech} />
      <Others others={view.rights.filter((right) => !isOwnership(right))} speech={speech} />
      {today && (
        <p class="cf-export">
          <a href={`${titleAddress(view.id)}?format=csv`}>{rights.csv}</a>{" "}
          <a href={`${titleAddress(view.id)}?format=json`}>{rights.json}</a>
        </p>
      )}
      <h3 class="govuk-heading-s">{rights.unseen}</h3>
      <p class="govuk-body">{rights.unseenLead}</p>
      <ul class="govuk-list govuk-list--bullet">
        {rights.unseenList.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    </section>
  );
}
