/** @jsxImportSource preact */
import { documentOf } from "../frame.js";
import { demo } from "../messages/demo.js";
import { speechFor } from "../speech.js";
import type { PageView } from "../view.js";
import type { Persona } from "./personas.js";

export type DemoView = PageView & { readonly personas: readonly Persona[] };

/** Whom one can be: what they hold, and a button that the island makes work. */
export function renderDemo(view: DemoView): string {
  return documentOf({
    view,
    speech: speechFor(view),
    title: demo.title,
    source: view.source,
    section: "demo",
    trail: [],
    islands: ["demo"],
    children: (
      <>
        <div class="cf-stack">
          <h1 class="govuk-heading-xl">{demo.title}</h1>
          <p class="cf-say">{demo.lead}</p>
          <p class="govuk-body">{demo.warning}</p>
          <noscript>
            <p class="govuk-body">{demo.without}</p>
          </noscript>
          <p id="taken" role="status" />
        </div>
        {view.personas.map((persona) => (
          <Card key={persona.id} persona={persona} />
        ))}
        <Walk />
        <Visitor />
      </>
    ),
  });
}

function Card({ persona: { id, name, role, holds, district, person } }: { persona: Persona }) {
  const spare = person?.handles.filter(({ title }) => title === null).length ?? 0;
  return (
    <section class="cf-section cf-stack" aria-labelledby={id}>
      <h2 class="govuk-heading-l" id={id}>
        <span class="govuk-caption-l">{demo.roles[role]}</span> {name}
      </h2>
      <p class="govuk-body">{demo.about[role]}</p>
      <dl class="govuk-summary-list">
        {district !== null && <Row term={demo.districtTerm}>{district}</Row>}
        {person !== null && (
          <Row term={demo.holds}>
            {holds.length === 0
              ? demo.nothing
              : holds.map(({ title, address }) => (
                  <div key={title}>
                    <a href={`/land/titles/${title}`}>{address}</a>{" "}
                    <span class="cf-id">{title}</span>
                  </div>
                ))}
          </Row>
        )}
        {spare > 0 && <Row term={demo.codesTerm}>{demo.codes(spare)}</Row>}
      </dl>
      <p>
        <button class="govuk-button" type="button" data-persona={id} disabled>
          {demo.take(name)}
        </button>
      </p>
    </section>
  );
}

function Row({ term, children }: { term: string; children: preact.ComponentChildren }) {
  return (
    <div class="govuk-summary-list__row">
      <dt class="govuk-summary-list__key">{term}</dt>
      <dd class="govuk-summary-list__value">{children}</dd>
    </div>
  );
}

function Walk() {
  const { title, steps } = demo.walk;
  return (
    <section class="cf-section cf-stack" aria-labelledby="walk">
      <h2 class="govuk-heading-l" id="walk">
        {title}
      </h2>
      <ol class="cf-steps">
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </section>
  );
}

function Visitor() {
  const { title, text, map, explorer, verify } = demo.visitor;
  return (
    <section class="cf-section cf-stack" aria-labelledby="visitor">
      <h2 class="govuk-heading-l" id="visitor">
        {title}
      </h2>
      <p class="govuk-body">{text}</p>
      <ul class="govuk-list--bullet">
        <li>
          <a href="/land">{map}</a>
        </li>
        <li>
          <a href="/explorer">{explorer}</a>
        </li>
        <li>
          <a href="/verify">{verify}</a>
        </li>
      </ul>
    </section>
  );
}
