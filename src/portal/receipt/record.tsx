/** @jsxImportSource preact */
import type { VerifiedReceipt } from "../../ledger/verify-receipt.js";
import { type Field, fieldsOf, textOf } from "./fields.js";
import { Heading, type Level } from "./heading.js";
import { statementOf, subjectOf } from "./statement.js";
import type { Spoken } from "./words.js";

type Props = Spoken & { receipt: VerifiedReceipt };

function Fields({ fields }: { fields: readonly Field[] }) {
  return (
    <dl class="govuk-summary-list">
      {fields.map(({ path, text, bytes }) => (
        <div key={path} class="govuk-summary-list__row">
          <dt class="govuk-summary-list__key">{path}</dt>
          <dd class="govuk-summary-list__value">
            {bytes ? (
              <code class="cf-typed" dir="ltr">
                {text}
              </code>
            ) : (
              <bdi>{text}</bdi>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** In the record's voice: what the fact says, or where it stands. */
export function Statement({ receipt: { fact }, say, as }: Props) {
  const other = say.record.other(subjectOf(fact.key, say.record));
  return (
    <p class="cf-sentence">
      <bdi>{statementOf(fact, say.record, as) ?? other}</bdi>
    </p>
  );
}

/** Values that whoever keeps the openings has shown with the receipt. */
export function Opened({ receipt: { openings }, level, say, as }: Props & { level: Level }) {
  if (openings.length === 0) return null;
  const fields = openings.map(({ path, value }) => {
    const text = textOf(value, say.record, as);
    return { path: path.replace(/^\//, ""), text, bytes: value instanceof Uint8Array };
  });
  return (
    <>
      <Heading level={level} size="m">
        {say.record.opened}
      </Heading>
      <p class="govuk-body-s">{say.record.openedHint}</p>
      <Fields fields={fields} />
    </>
  );
}

/** Every field: to be seen at once where no sentence says it. */
export function Record({ receipt: { fact }, say, as }: Props) {
  const fields = fieldsOf(fact, say.record, as);
  if (fields.length === 0) return null;
  return (
    <section class="cf-section">
      <details class="govuk-details" open={statementOf(fact, say.record, as) === null}>
        <summary class="govuk-details__summary">
          <span class="govuk-details__summary-text">{say.record.fields}</span>
        </summary>
        <div class="govuk-details__text">
          <Fields fields={fields} />
        </div>
      </details>
    </section>
  );
}
