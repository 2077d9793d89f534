/** @jsxImportSource preact */
import { Icon } from "../parts.js";
import type { Examined } from "./examine.js";
import { below, Heading, type Level } from "./heading.js";
import { type Step, type Steps, stepsOf } from "./steps.js";
import type { Spoken } from "./words.js";

function How({ step: { title, how, lines }, say }: Pick<Spoken, "say"> & { step: Step }) {
  return (
    <details class="govuk-details">
      <summary class="govuk-details__summary">
        <span class="govuk-details__summary-text">
          {say.checks.how}
          <span class="govuk-visually-hidden">{say.checks.of(title)}</span>
        </span>
      </summary>
      <div class="govuk-details__text">
        <p class="govuk-body-s">{how}</p>
        {lines.length > 0 && (
          <code class="cf-bytes" dir="ltr">
            {lines.join("\n")}
          </code>
        )}
      </div>
    </details>
  );
}

function Looked({ step, level, say }: Pick<Spoken, "say"> & { step: Step; level: Level }) {
  return (
    <li data-state={step.ok ? "ok" : "no"} data-check={step.name}>
      <Icon name={step.ok ? "done" : "no"} />
      <div>
        <Heading level={level} size="s">
          {step.title}
          <span class="govuk-visually-hidden">
            {step.ok ? say.checks.passed : say.checks.failed}
          </span>
        </Heading>
        <p class={step.ok ? "govuk-body-s" : undefined}>{step.said}</p>
        <How step={step} say={say} />
      </div>
    </li>
  );
}

function Unseen({
  title,
  lines,
  level,
}: {
  title: string;
  lines: readonly string[];
  level: Level;
}) {
  if (lines.length === 0) return null;
  return (
    <div class="cf-unseen">
      <Heading level={level} size="s">
        {title}
      </Heading>
      <ul class="govuk-list--bullet govuk-body-s">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  );
}

type Props = Spoken & { examined: Examined; level: Level };

/** Every named check with what it saw; then what the receipt does not show, and what nobody looked at. */
export function Checks({ examined, level, say, as }: Props) {
  const { looked, absent, skipped }: Steps = stepsOf(examined, say, as);
  return (
    <section>
      <Heading level={level} size="l">
        {say.checks.title}
      </Heading>
      <ol class="cf-checks">
        {looked.map((step) => (
          <Looked key={step.name} step={step} level={below(level)} say={say} />
        ))}
      </ol>
      <Unseen title={say.checks.absent} lines={absent} level={below(level)} />
      <Unseen title={say.checks.skipped} lines={skipped} level={below(level)} />
    </section>
  );
}
