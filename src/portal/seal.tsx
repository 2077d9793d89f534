/** @jsxImportSource preact */
import { agreementOf, hasSigned } from "./agreement.js";
import { Icon, Time } from "./parts.js";
import { isolated, type Speech } from "./speech.js";
import { Tooth } from "./tooth.js";
import type { AgencyView, HomeView } from "./view.js";

type Props = { view: HomeView; speech: Speech };

/** Above this many, names no longer fit under their teeth and stand in a list. */
const inOneRow = 6;

/** "10:42:06" on the day of the page, else with its date. */
function shortWhen(ms: number, { view, speech: { as } }: Props): string {
  const clock = as.clockSeconds(ms);
  return as.sameDay(ms, view.nowMs) ? clock : `${as.dateShort(ms)}, ${clock}`;
}

/** "at 10:42:07" or "on 8 October 2026 at 10:42:07". */
function longWhen(ms: number, { view, speech: { say, as } }: Props): string {
  const clock = as.clockSeconds(ms);
  return as.sameDay(ms, view.nowMs) ? say.seal.at(clock) : say.seal.onAt(as.date(ms), clock);
}

function SignedWhen(props: Props & { agency: AgencyView }) {
  const { agency, speech } = props;
  const { say, as } = speech;
  const ms = agency.signedAtMs ?? agency.lastSignedAtMs;
  if (ms === undefined) return <span>{say.seal.notSigned}</span>;
  return (
    <span>
      {hasSigned(agency) ? say.seal.signed : say.seal.notSince}{" "}
      <Time ms={ms} as={as}>
        {shortWhen(ms, props)}
      </Time>
    </span>
  );
}

function Agencies(props: Props) {
  const { view, speech } = props;
  const many = view.agencies.length > inOneRow;
  return (
    <ol
      class={many ? "cf-agencies cf-agencies--many" : "cf-agencies"}
      aria-label={speech.say.seal.list}
    >
      {view.agencies.map((agency) => (
        <li key={agency.name} data-state={hasSigned(agency) ? "signed" : "waits"}>
          <Icon name={hasSigned(agency) ? "done" : "waits"} />
          <strong>
            <bdi>{agency.title}</bdi>
          </strong>{" "}
          <SignedWhen {...props} agency={agency} />
        </li>
      ))}
    </ol>
  );
}

/** Who is missing: one agency with the time it last signed, several by name. */
function whoIsMissing(props: Props): string {
  const { view, speech } = props;
  const missing = view.agencies.filter((agency) => !hasSigned(agency));
  const [first] = missing;
  const since = first?.lastSignedAtMs;
  if (missing.length === 1 && first !== undefined && since !== undefined) {
    return speech.say.seal.missingSince(isolated(first.title), shortWhen(since, props));
  }
  const names = missing.map((agency) => isolated(agency.title));
  return speech.say.seal.missing(speech.as.list(names), names.length);
}

/** The answer's first word and the sentences after it; the table of words is the design's. */
function answer(props: Props): [strong: string, rest: string] {
  const { view, speech } = props;
  const { seal } = speech.say;
  const of = view.agencies.length;
  const signed = view.agencies.filter(hasSigned).length;
  const agreement = agreementOf(view);
  if (agreement.state === "unknown") {
    const sealed = longWhen(view.checkpoint.timeMs, props);
    return [seal.unknown, seal.noQuorum(signed, of, view.quorum, sealed)];
  }
  const ago = speech.as.ago(agreement.sinceMs, view.nowMs);
  const when = seal.whenAgo(longWhen(agreement.sinceMs, props), ago);
  const enough = seal.enough(view.quorum, of);
  switch (agreement.state) {
    case "earlier":
      return [seal.unknown, seal.earlier(when)];
    case "all":
      return [seal.yes, `${seal.all(of, when)} ${enough}`];
    case "quorum":
      return [seal.yes, `${seal.some(signed, of, when)} ${whoIsMissing(props)} ${enough}`];
  }
}

function Answer(props: Props) {
  const { view, speech } = props;
  const { say, as } = speech;
  const [strong, rest] = answer(props);
  return (
    <div class="cf-stack">
      <h2 class="govuk-heading-l" id="agree">
        {say.seal.question}
      </h2>
      <p class="cf-say">
        <strong>{strong}</strong> {rest}
      </p>
      {view.keysOnOneMachine && (
        <p class="cf-caution">
          <Icon name="machine" /> <span>{say.seal.oneMachine(view.agencies.length)}</span>
        </p>
      )}
      <p>
        {say.seal.cannotProve} <a href="#check">{say.seal.ownDevice}</a>.
      </p>
      <p class="govuk-body-s">
        {say.seal.teeth(as.number(view.checkpoint.height), speech.timeZone)}
      </p>
      <p>
        <a href="/explorer/agencies">{say.seal.who}</a>
      </p>
    </div>
  );
}

function Points({ title, points }: { title: string; points: readonly string[] }) {
  return (
    <div>
      <h3 class="govuk-heading-s">{title}</h3>
      <ul class="govuk-list govuk-list--bullet">
        {points.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
    </div>
  );
}

/** Beside what a proof shows, in the same size, what it does not. */
function Meaning({ view, speech: { say, as } }: Props) {
  const known = agreementOf(view).state !== "unknown";
  return (
    <div class="cf-proves">
      {known ? (
        <Points
          title={say.seal.shows}
          points={say.seal.showsList(as.number(view.checkpoint.size))}
        />
      ) : (
        <Points title={say.seal.means} points={say.seal.meansList} />
      )}
      <Points title={say.seal.showsNot} points={say.seal.showsNotList} />
    </div>
  );
}

/** One tooth for each agency that must sign, and what the signatures say about today. */
export function Seal(props: Props) {
  return (
    <section class="cf-seal" aria-labelledby="agree">
      <div class="cf-seal__cut">
        <div class="govuk-width-container">
          {props.view.agencies.map((agency) => (
            <Tooth key={agency.name} signed={hasSigned(agency)} />
          ))}
        </div>
      </div>
      <div class="govuk-width-container">
        <Agencies {...props} />
        <div class="cf-two">
          <Answer {...props} />
          <Meaning {...props} />
        </div>
      </div>
    </section>
  );
}
