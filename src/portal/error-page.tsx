/** @jsxImportSource preact */
import { documentOf } from "./frame.js";
import { Typed } from "./parts.js";
import { type Speech, speechFor } from "./speech.js";
import type { ErrorView } from "./view.js";

function Case({ view, speech: { say } }: { view: ErrorView; speech: Speech }) {
  const facts = Object.entries(view.facts);
  return (
    <>
      {facts.length > 0 && (
        <dl class="cf-case" aria-label={say.failure.seen}>
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <bdi>{String(value)}</bdi>
              </dd>
            </div>
          ))}
        </dl>
      )}
      <p class="govuk-body-s">
        {say.failure.code} <Typed>{view.code}</Typed>
      </p>
    </>
  );
}

/** A page for what could not be shown: one sentence, the facts of the case, the code. */
export function renderError(view: ErrorView): string {
  const speech = speechFor(view);
  const { say } = speech;
  const title = say.failure.title(view.code, view.status);
  return documentOf({
    view,
    speech,
    title,
    source: null,
    trail: [],
    children: (
      <div class="cf-failure cf-stack">
        <h1 class="govuk-heading-xl">{title}</h1>
        <p class="cf-say">{view.sentence}</p>
        <Case view={view} speech={speech} />
        <p class="govuk-button-group">
          <a href="/">{say.failure.home}</a>
          <a href="/search">{say.failure.search}</a>
        </p>
      </div>
    ),
  });
}
