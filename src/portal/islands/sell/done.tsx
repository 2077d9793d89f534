import { sell } from "../../messages/sell.js";
import { Typed } from "../../parts.js";
import type { Made } from "./closed.js";

/** A link for each who must sign; what stands after # stays in the browser that opens it. */
export function Done({ made: { id, takers } }: { made: Made }) {
  const room = `${location.origin}/sign/${id}`;
  return (
    <section class="cf-section cf-stack" aria-labelledby="done">
      <h2 class="govuk-heading-l" id="done" role="status">
        {sell.done}
      </h2>
      <p>{sell.links}</p>
      <dl class="govuk-summary-list">
        {takers.map((handle) => (
          <div class="govuk-summary-list__row" key={handle}>
            <dt class="govuk-summary-list__key">{sell.linkFor(`${handle.slice(0, 8)} …`)}</dt>
            <dd class="govuk-summary-list__value">
              <Typed>{`${room}#${handle}`}</Typed>
            </dd>
          </div>
        ))}
        <div class="govuk-summary-list__row">
          <dt class="govuk-summary-list__key">{sell.registrar}</dt>
          <dd class="govuk-summary-list__value">
            <Typed>{room}</Typed>
          </dd>
        </div>
      </dl>
      <p>{sell.document}</p>
      <p>
        <a href={`/sign/${id}`}>{sell.room}</a>
      </p>
    </section>
  );
}
