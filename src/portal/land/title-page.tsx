/** @jsxImportSource preact */
import { documentOf } from "../frame.js";
import { Icon, Time } from "../parts.js";
import { type Speech, speechFor } from "../speech.js";
import { factAddress, titleAddress } from "./addresses.js";
import { HistorySection } from "./history-section.js";
import { Keep } from "./keep.js";
import { LandSection } from "./land-section.js";
import { RecordSection } from "./record-section.js";
import { RightsSection } from "./rights-section.js";
import { isOwnership, Sentence } from "./sentence.js";
import type { AddressView, RightView, TitleView } from "./view.js";

type Props = { view: TitleView; speech: Speech };

export function addressText({ number, street, locality }: AddressView, { say }: Speech): string {
  return say.land.title.address(number, street, locality);
}

/** The day of an axis in words: "today" where the reader asked for none. */
function dayOf(day: string | null, { say, as }: Speech): string {
  return day === null ? say.land.title.today : as.date(Date.parse(day));
}

const isPast = ({ asOf }: TitleView): boolean => asOf.law !== null || asOf.register !== null;

function PastDay({ view, speech }: Props) {
  const { title } = speech.say.land;
  if (!isPast(view)) return null;
  return (
    <section class="govuk-notification-banner" aria-label={title.asOfLabel}>
      <p>
        <strong>
          {title.asOf(dayOf(view.asOf.law, speech), dayOf(view.asOf.register, speech))}
        </strong>{" "}
        <a href={titleAddress(view.id)}>{title.asOfToday}</a>
      </p>
    </section>
  );
}

function State({ view, speech: { say, as } }: Props) {
  const { title } = say.land;
  const { timeMs } = view.source.checkpoint;
  return (
    <p class="cf-state">
      {view.verified ? (
        <strong class="govuk-tag">
          <Icon name="done" />
          {title.verified}
        </strong>
      ) : (
        <strong class="govuk-tag govuk-tag--yellow">
          <Icon name="waits" />
          {title.waiting}
        </strong>
      )}
      <span>
        {title.current}{" "}
        <Time ms={timeMs} as={as}>
          {`${as.date(timeMs)}, ${as.clock(timeMs)}`}
        </Time>
      </span>
      <a href={factAddress(view.fact.key)}>{title.proof}</a>
    </p>
  );
}

/** What is lodged and not decided, in the order of rank: it may still come to nothing. */
function Waiting({ view, speech: { say, as } }: Props) {
  const { title } = say.land;
  if (view.waiting.length === 0 || isPast(view)) return null;
  return (
    <section class="govuk-notification-banner" aria-label={title.pendingLabel}>
      {view.waiting.map((entry, i) => (
        <p key={entry.id}>
          <strong>{title.pending(entry.kind)}</strong>{" "}
          {title.pendingRank(i + 1, view.waiting.length, entry.id, as.date(entry.lodgedMs))}
        </p>
      ))}
    </section>
  );
}

function Frozen({ view: { frozen }, speech: { say, as } }: Props) {
  if (frozen === null) return null;
  const { key, sinceMs, untilMs } = frozen;
  return (
    <p class="govuk-inset-text">
      {say.land.title.frozen(as.date(sinceMs), untilMs === null ? null : as.date(untilMs))}{" "}
      <a href={factAddress(key)}>{say.land.title.frozenProof}</a>
    </p>
  );
}

function Opening({ view, speech }: Props) {
  const { title } = speech.say.land;
  const { address, id } = view;
  return (
    <div class="cf-stack">
      <span class="govuk-caption-l">
        {title.kicker} <span class="cf-id">{id}</span>
      </span>
      <h1 class="govuk-heading-xl">
        <bdi>{address === null ? id : addressText(address, speech)}</bdi>
      </h1>
      <PastDay view={view} speech={speech} />
      {view.retired && <p class="govuk-inset-text">{title.retired}</p>}
      <Frozen view={view} speech={speech} />
      <Sentence view={view} speech={speech} />
      <State view={view} speech={speech} />
      <Waiting view={view} speech={speech} />
    </div>
  );
}

type ActProps = { address: string; label: string; lead: string };

function Act({ address, label, lead }: ActProps) {
  return (
    <div class="cf-stack cf-noprint">
      <a class="govuk-button govuk-button--secondary govuk-button--full" href={address}>
        {label}
      </a>
      <p class="govuk-body-s">{lead}</p>
    </div>
  );
}

const isOpen = ({ holders }: RightView): boolean =>
  holders.every(({ kind }) => kind === "notDetermined" || kind === "notKnown");

/** What can be done with it, by those who may: sold by its owners, or given one. */
function Acts({ view, speech }: Props) {
  const { title } = speech.say.land;
  const owners = view.rights.filter(isOwnership);
  const id = encodeURIComponent(view.id);
  return (
    <>
      {owners.some(isOpen) && (
        <Act address={`/determine/${id}`} label={title.determine} lead={title.determineLead} />
      )}
      {!owners.every(isOpen) && view.frozen === null && (
        <Act address={`/sell/${id}`} label={title.sell} lead={title.sellLead} />
      )}
    </>
  );
}

/**
 * A title as a complete HTML document: the record in words, then the proof, then the bytes.
 * @throws PORTAL_FINGERPRINT
 */
export function renderTitle(view: TitleView): string {
  const speech = speechFor(view);
  const { title, name } = speech.say.land;
  const address = view.address === null ? "" : addressText(view.address, speech);
  const isAlive = !view.retired && !isPast(view);
  return documentOf({
    view,
    speech,
    title: title.document(view.id, address),
    source: view.source,
    section: "land",
    trail: [[name, "/land"]],
    children: (
      <div class="cf-page cf-page--aside">
        <Opening view={view} speech={speech} />
        <div class="cf-aside cf-stack">
          <Keep view={view} speech={speech} />
          {isAlive && <Acts view={view} speech={speech} />}
        </div>
        <div>
          <LandSection view={view} speech={speech} />
          <RightsSection view={view} speech={speech} />
          <HistorySection view={view} speech={speech} />
          <RecordSection view={view} speech={speech} />
        </div>
      </div>
    ),
  });
}
