/** @jsxImportSource preact */
import type { VerifiedReceipt } from "../../ledger/verify-receipt.js";
import { below, Heading, type Level } from "./heading.js";
import { subjectOf } from "./statement.js";
import { writerOf } from "./steps.js";
import { longTime } from "./times.js";
import type { Spoken } from "./words.js";

type Props = Spoken & { receipt: VerifiedReceipt; level: Level };

function proved({ receipt, say, as }: Props): string[] {
  const { proves } = say;
  const { fact, signedBy, retracted, current, asOf, sealTime, authority, openings } = receipt;
  return [
    proves.wrote(as.list(signedBy), subjectOf(fact.key, say.record)),
    ...(retracted ? [proves.retracted] : []),
    ...(current && sealTime !== null ? [proves.newest(longTime(sealTime, as))] : []),
    ...(asOf === null ? [] : [proves.inForce(longTime(asOf.time, as))]),
    ...(authority === null ? [] : [proves.authority[writerOf(authority)]]),
    ...(openings.length > 0 ? [proves.opened] : []),
    proves.kept,
  ];
}

function notProved({ receipt: { current, sealTime }, say, as }: Props): string[] {
  const { proves } = say;
  const later = current && sealTime !== null ? proves.after(longTime(sealTime, as)) : proves.other;
  return [later, proves.names, proves.truth, proves.owner, proves.trust];
}

/** What a good receipt shows and, in the same size, what it does not. */
export function Proves(props: Props) {
  const { level, say } = props;
  const sides = [
    [say.proves.yes, proved(props)],
    [say.proves.no, notProved(props)],
  ] as const;
  return (
    <section class="cf-section">
      <Heading level={level} size="l">
        {say.proves.title}
      </Heading>
      <div class="cf-proves cf-proves--wide">
        {sides.map(([title, points]) => (
          <div key={title}>
            <Heading level={below(level)} size="m">
              {title}
            </Heading>
            <ul class="govuk-list govuk-list--bullet">
              {points.map((point) => (
                <li key={point}>{point}</li>
              ))}
            </ul>
          </div>
        ))}
      </div>
    </section>
  );
}
