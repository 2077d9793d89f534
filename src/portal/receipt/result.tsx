/** @jsxImportSource preact */
import type { ComponentChildren } from "preact";
import { toHex } from "../../base/text.js";
import { Icon, Time, Typed, WholeHash } from "../parts.js";
import { agenciesAt } from "./agencies.js";
import { Checks } from "./checks.js";
import type { Examined } from "./examine.js";
import { Halves } from "./halves.js";
import { below, Heading, type Level } from "./heading.js";
import { icons, type Outcome, outcomeOf } from "./outcome.js";
import { Proves } from "./proves.js";
import { Opened, Record, Statement } from "./record.js";
import { subjectOf } from "./statement.js";
import { meaningOf, stepsOf } from "./steps.js";
import { longTime } from "./times.js";
import type { Spoken } from "./words.js";

type Props = Spoken & {
  examined: Examined;
  /** By the clock of this device: a receipt says how old it is, never how late it is now. */
  nowMs: number;
  level: Level;
  /** Of its heading. */
  id: string;
  /** What can be done with it. */
  children?: ComponentChildren;
};

const tones: Readonly<Record<Outcome, string>> = {
  good: "",
  old: " govuk-tag--yellow",
  mismatch: " govuk-tag--red",
  unchecked: " govuk-tag--grey",
};

/** "This receipt was good on 9 October 2026" */
export function titleOf({
  examined,
  nowMs,
  say,
  as,
}: Pick<Props, "examined" | "nowMs" | "say" | "as">): string {
  const outcome = outcomeOf(examined, nowMs);
  if (outcome !== "old") return say.outcome[outcome];
  return say.outcome.old(as.date(examined.receipt?.cosigned ?? nowMs));
}

function State({ examined, nowMs, say, as }: Props) {
  const outcome = outcomeOf(examined, nowMs);
  const passed = stepsOf(examined, say, as).looked.filter(({ ok }) => ok).length;
  const failed = examined.receipt === null;
  return (
    <p class="cf-state">
      <strong class={`govuk-tag${tones[outcome]}`} data-outcome={outcome}>
        <Icon name={icons[outcome]} />
        {say.tag[outcome]}
      </strong>
      <span>
        {failed ? say.result.failed(passed) : say.result.passed(passed, passed)} {say.result.here}
      </span>
    </p>
  );
}

/** When it stood so, in the service's voice. */
function stood({ examined: { receipt }, say: { result }, as }: Props): string {
  if (receipt === null) return "";
  const { asOf, current, sealTime } = receipt;
  if (asOf !== null) return result.inForce(longTime(asOf.time, as));
  return current && sealTime !== null ? result.newest(longTime(sealTime, as)) : result.happened;
}

function Good(props: Props) {
  const { examined, nowMs, level, say, as } = props;
  const { receipt } = examined;
  if (receipt === null) return null;
  return (
    <>
      <Statement receipt={receipt} say={say} as={as} />
      <p>{stood(props)}</p>
      {outcomeOf(examined, nowMs) === "old" && (
        <p class="cf-caution">
          <Icon name="waits" />
          <span>
            {say.result.old(
              as.ago(receipt.cosigned, nowMs),
              subjectOf(receipt.fact.key, say.record),
            )}
          </span>
        </p>
      )}
      <Opened receipt={receipt} level={below(level)} say={say} as={as} />
    </>
  );
}

/** What can be the matter, and what to do: never whose fault it is. */
function Bad({ examined, nowMs, level, say }: Props) {
  const { code, trust } = examined;
  const { failure } = say;
  if (outcomeOf(examined, nowMs) === "unchecked") {
    return (
      <>
        <p class="cf-say">
          {code === "CHECKPOINT_ORIGIN" ? failure.origin(trust.network) : failure.version}
        </p>
        <p>{failure.nothing}</p>
      </>
    );
  }
  const failed = examined.checks.find(({ ok }) => !ok)?.name;
  return (
    <>
      <Heading level={below(level)} size="m">
        {failure.means}
      </Heading>
      <p>
        {meaningOf(examined, say)} {failure.nothing}
      </p>
      <Heading level={below(level)} size="m">
        {failure.do}
      </Heading>
      <p>{failed === "signatures" ? failure.trust : failure.fresh}</p>
      <p class="govuk-body-s">
        {say.checks.code} <Typed>{code}</Typed>
      </p>
    </>
  );
}

function Details({ examined, nowMs, level, say, as }: Props) {
  const { receipt, trust, fingerprints } = examined;
  if (receipt === null || fingerprints === null) return null;
  const { details } = say;
  const rows: [string, ComponentChildren][] = [
    [details.signedBy, as.list(receipt.signedBy)],
    [details.key, <Typed key="key">{receipt.fact.key}</Typed>],
    [details.fingerprint, <WholeHash key="fingerprint" hex={fingerprints.yoursHex} />],
    [details.root, <WholeHash key="root" hex={toHex(receipt.root)} />],
    ...(receipt.authority === null
      ? []
      : [
          [details.writer, <Typed key="writer">{receipt.authority}</Typed>] as [
            string,
            ComponentChildren,
          ],
        ]),
    [
      details.trust,
      say.checks.trust.said(trust.network, trust.quorum, agenciesAt(trust, null).length),
    ],
    [
      details.checked,
      <Time key="checked" ms={nowMs} as={as}>
        {details.clock(longTime(nowMs, as))}
      </Time>,
    ],
  ];
  return (
    <section class="cf-section">
      <Heading level={below(level)} size="l">
        {details.title}
      </Heading>
      <dl class="govuk-summary-list">
        {rows.map(([key, value]) => (
          <div key={key} class="govuk-summary-list__row">
            <dt class="govuk-summary-list__key">{key}</dt>
            <dd class="govuk-summary-list__value">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** One receipt's answer: the sentence first, then the checks, what they prove and do not, the details. */
export function Result(props: Props) {
  const { examined, level, id, say, as, children } = props;
  const { receipt, name } = examined;
  const subject = receipt === null ? name : subjectOf(receipt.fact.key, say.record);
  return (
    <div class="cf-page cf-page--aside">
      <div class="cf-stack">
        <span class="govuk-caption-l">{say.result.caption(subject)}</span>
        <Heading level={level} size="xl" id={id}>
          {titleOf(props)}
        </Heading>
        <Good {...props} />
        <State {...props} />
        {receipt === null && <Bad {...props} />}
        {children}
      </div>
      <div class="cf-aside">
        <Halves examined={examined} say={say} as={as} />
      </div>
      <div>
        <Checks examined={examined} level={below(level)} say={say} as={as} />
        {receipt !== null && (
          <>
            <Proves receipt={receipt} level={below(level)} say={say} as={as} />
            <Record receipt={receipt} say={say} as={as} />
          </>
        )}
        <Details {...props} />
      </div>
    </div>
  );
}
