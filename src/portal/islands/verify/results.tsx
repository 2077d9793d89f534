import type { ComponentChildren } from "preact";
import { type Contradiction, contradictionOf } from "../../../crypto/contradiction.js";
import { Icon } from "../../parts.js";
import type { Examined } from "../../receipt/examine.js";
import { icons, outcomeOf } from "../../receipt/outcome.js";
import { Result, titleOf } from "../../receipt/result.js";
import { subjectOf } from "../../receipt/statement.js";
import type { Spoken } from "../../receipt/words.js";

type Props = Spoken & {
  results: readonly Examined[];
  nowMs: number;
  /** What can be done with one result. */
  actions: ComponentChildren;
};

/** Of the page: the one result, or how many of them are what. */
export function headline({ results, nowMs, say, as }: Omit<Props, "actions">): string {
  const [first] = results;
  if (first !== undefined && results.length === 1)
    return titleOf({ examined: first, nowMs, say, as });
  const outcomes = results.map((examined) => outcomeOf(examined, nowMs));
  const count = (outcome: string) => outcomes.filter((other) => other === outcome).length;
  return say.page.several(
    results.length,
    count("good"),
    count("old"),
    count("mismatch"),
    count("unchecked"),
  );
}

const nameOf = ({ receipt, name }: Examined, say: Spoken["say"]): string =>
  receipt === null ? name : subjectOf(receipt.fact.key, say.record);

/** Of two receipts whose ledgers have one size and are not the same, the first pair there is. */
function forkOf(results: readonly Examined[]): Contradiction | null {
  for (const [place, { parts, judged, trust }] of results.entries()) {
    if (parts === null || judged === null) continue;
    for (const other of results.slice(place + 1)) {
      if (other.parts === null || other.judged === null) continue;
      const fork = contradictionOf(parts.checkpoint, other.parts.checkpoint, trust);
      if (fork !== null) return fork;
    }
  }
  return null;
}

const states = { good: "ok", old: "wait", mismatch: "no", unchecked: "wait" } as const;

function Several({ results, nowMs, say, as, actions }: Props) {
  const fork = forkOf(results);
  return (
    <div class="cf-stack">
      <h1 class="govuk-heading-xl" tabIndex={-1}>
        {headline({ results, nowMs, say, as })}
      </h1>
      {fork !== null && (
        <p class="govuk-notification-banner">
          {say.page.fork(as.number(fork.size), as.list(fork.signedBoth))}
        </p>
      )}
      <ol class="cf-checks">
        {results.map((examined, place) => (
          <li key={place} data-state={states[outcomeOf(examined, nowMs)]}>
            <Icon name={icons[outcomeOf(examined, nowMs)]} />
            <div>
              <a href={`#receipt-${place}`}>
                <bdi>{nameOf(examined, say)}</bdi>
              </a>
              <p class="govuk-body-s">{titleOf({ examined, nowMs, say, as })}</p>
            </div>
          </li>
        ))}
      </ol>
      {actions}
      {results.map((examined, place) => (
        <article key={place} class="cf-one" aria-labelledby={`receipt-${place}`}>
          <Result
            examined={examined}
            nowMs={nowMs}
            level={2}
            id={`receipt-${place}`}
            say={say}
            as={as}
          />
        </article>
      ))}
    </div>
  );
}

export function Results(props: Props) {
  const { results, actions, ...spoken } = props;
  const [first] = results;
  if (first === undefined) return null;
  if (results.length > 1) return <Several {...props} />;
  return (
    <Result examined={first} level={1} id="receipt-0" {...spoken}>
      {actions}
    </Result>
  );
}
