import { useState } from "preact/hooks";
import { my } from "../../messages/my.js";
import { type Holding, sentenceOf } from "../keys/holding.js";
import { openingsFor } from "../keys/openings.js";
import { keepReceipt } from "../keys/receipts.js";
import { rotateKey } from "../keys/rotate.js";
import type { Session } from "../keys/session.js";
import { useAction } from "../parts/action.js";
import { Problem } from "../parts/problem.js";
import { shown } from "../parts/time.js";
import type { OwnHandle } from "./things.js";

const say = my.holding;

type Props = { session: Session; reload: () => Promise<void> };

function Held({ session, reload, own, holding }: Props & { own: OwnHandle; holding: Holding }) {
  const action = useAction();
  const [isRotated, setRotated] = useState(false);
  const { title, key, others, since } = holding;
  const keep = async () => {
    const openings = await openingsFor(session, own.kept.handle);
    await keepReceipt(session, key, sentenceOf(holding), openings);
    await reload();
  };
  const rotate = async () => {
    await rotateKey(session, own.kept);
    await reload();
    setRotated(true);
  };
  return (
    <li class="cf-card">
      <div>
        <p class="cf-sentence cf-sentence--s">
          {sentenceOf(holding)} {others > 0 && say.jointly(others)}
        </p>
        <p class="govuk-body-s">{say.registered(shown.date(since))}</p>
      </div>
      <Problem error={action.error} />
      <p class="govuk-button-group">
        <button
          class="govuk-button govuk-button--secondary"
          type="button"
          disabled={action.busy}
          onClick={() => action.run(keep)}
        >
          {say.keep}
        </button>
        <a class="govuk-button govuk-button--secondary" href={`/sell/${title}`}>
          {say.sell}
        </a>
        <a href={`/land/titles/${title}`}>{say.see}</a>
      </p>
      <details class="govuk-details">
        <summary class="govuk-details__summary">{say.rotate}</summary>
        <p class="govuk-body-s">{say.rotateMeans}</p>
        <button
          class="govuk-button govuk-button--secondary"
          type="button"
          disabled={action.busy}
          onClick={() => action.run(rotate)}
        >
          {say.rotateNow}
        </button>{" "}
        <span role="status">{isRotated && say.rotated}</span>
      </details>
    </li>
  );
}

/** What the person's handles are registered for, as the ledger has it now. */
export function Holdings({ handles, ...props }: Props & { handles: readonly OwnHandle[] }) {
  const held = handles.flatMap((own) =>
    own.holding?.isActive ? [{ own, holding: own.holding }] : [],
  );
  return (
    <section class="cf-section cf-stack" aria-labelledby="holdings">
      <h2 class="govuk-heading-l" id="holdings">
        {say.title}
      </h2>
      {held.length === 0 && <p>{say.none}</p>}
      <ul class="cf-cards">
        {held.map(({ own, holding }) => (
          <Held key={own.kept.handle} own={own} holding={holding} {...props} />
        ))}
      </ul>
    </section>
  );
}
