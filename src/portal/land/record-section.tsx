/** @jsxImportSource preact */
import type { Speech } from "../speech.js";
import { factAddress } from "./addresses.js";
import type { TitleView } from "./view.js";

/** The title's own fact, byte for byte in words. */
export function RecordSection({ view, speech }: { view: TitleView; speech: Speech }) {
  const { record } = speech.say.land;
  const { fact } = view;
  return (
    <section class="cf-section" aria-labelledby="record">
      <h2 class="govuk-heading-l" id="record">
        {record.heading}
      </h2>
      <details class="govuk-details">
        <summary class="govuk-details__summary">
          <span class="govuk-details__summary-text">{record.fact}</span>
        </summary>
        <div class="govuk-details__text">
          <p class="govuk-body-s">{record.notation(speech.as.number(fact.bytes))}</p>
          <code class="cf-bytes" dir="ltr">
            {`${fact.notation}\n${record.leaf} ${fact.fingerprintHex}`}
          </code>
          <p class="cf-export">
            <a href={`/api/v1/facts?key=${encodeURIComponent(fact.key)}`}>{record.json}</a>{" "}
            <a href={`/receipts/${fact.key}`}>{record.receipt}</a>{" "}
            <a href={factAddress(fact.key)}>{record.proof}</a>
          </p>
        </div>
      </details>
    </section>
  );
}
