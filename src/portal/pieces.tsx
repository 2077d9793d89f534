/** @jsxImportSource preact */
import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./parts.js";

type Children = { children: ComponentChildren };

const looks = {
  good: ["", "done"],
  waits: [" govuk-tag--yellow", "waits"],
  bad: [" govuk-tag--red", "no"],
  unchecked: [" govuk-tag--grey", "unchecked"],
  info: [" govuk-tag--blue", "info"],
} as const satisfies Record<string, readonly [string, IconName]>;

/** The state of one thing: never a colour alone, always a sign and a word. */
export function Tag({ state, children }: Children & { state: keyof typeof looks }) {
  const [look, icon] = looks[state];
  return (
    <strong class={`govuk-tag${look}`}>
      <Icon name={icon} />
      <span>{children}</span>
    </strong>
  );
}

/** Proof, bytes, what a table says in other words: nothing that a person must read. */
export function Details({
  summary,
  open,
  children,
}: Children & { summary: ComponentChildren; open?: boolean }) {
  return (
    <details class="govuk-details" open={open}>
      <summary class="govuk-details__summary">
        <span class="govuk-details__summary-text">{summary}</span>
      </summary>
      <div class="govuk-details__text cf-stack">{children}</div>
    </details>
  );
}

type Entry = readonly [key: string, value: ComponentChildren];

/** Names and what they are; an entry without a value is left out. */
export function SummaryList({ entries }: { entries: readonly Entry[] }) {
  return (
    <dl class="govuk-summary-list">
      {entries
        .filter(([, value]) => value !== null)
        .map(([key, value]) => (
          <div key={key} class="govuk-summary-list__row">
            <dt class="govuk-summary-list__key">{key}</dt>
            <dd class="govuk-summary-list__value">{value}</dd>
          </div>
        ))}
    </dl>
  );
}

/** What is not as a person may expect, before the rest. */
export function Banner({ bad = false, children }: Children & { bad?: boolean }) {
  return (
    <div class={`govuk-notification-banner${bad ? " govuk-notification-banner--red" : ""}`}>
      {children}
    </div>
  );
}
