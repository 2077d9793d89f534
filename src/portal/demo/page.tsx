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
        <ul class="cf-cards cf-section">
          {view.personas.map((persona) => (
            <Card key={persona.id} persona={persona} />
          ))}
        </ul>
        <div class="cf-two cf-section">
          <Walk />
          <Visitor />
        </div>
      </>
    ),
  });
}

function Card({ persona: { id, name, role, holds, district, person } }: { persona: Persona }) {
  const spare = person?.handles.filter(({ title }) => title === null).length ?? 0;
  return (
    <li class="cf-card">
      <div>
        <h2 class="govuk-heading-m" id={id}>
          <span class="govuk-caption-l">{demo.roles[role]}</span> {name}
        </h2>
        <p>{demo.about[role]}</p>
        {district !== null && <p class="govuk-body-s">{demo.district(district)}</p>}
        {person !== null && <Holds holds={holds} />}
        {spare > 0 && <p class="govuk-body-s">{demo.codes(spare)}</p>}
      </div>
      <button class="govuk-button govuk-button--secondary" type="button" data-persona={id} disabled>
        {demo.take(name)}
      </button>
    </li>
  );
}

function Holds({ holds }: Pick<Persona, "holds">) {
  if (holds.length === 0) return <p class="govuk-body-s">{demo.nothing}</p>;
  return (
    <p class="govuk-body-s">
      {demo.holds}{" "}
      {holds.map(({ title, address }, i) => (
        <span key={title}>
          {i > 0 && "; "}
          <a href={`/land/titles/${title}`}>{address}</a>
        </span>
      ))}
    </p>
  );
}

function Walk() {
  const { title, steps } = demo.walk;
  return (
    <section class="cf-stack" aria-labelledby="walk">
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
    <section class="cf-stack" aria-labelledby="visitor">
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
