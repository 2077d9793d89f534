import { useState } from "preact/hooks";
import { my } from "../../messages/my.js";
import type { Session } from "../keys/session.js";
import { forgetAll } from "../keys/store.js";
import { useAction } from "../parts/action.js";
import { Problem } from "../parts/problem.js";

const say = my.device;

/** Everything goes from this browser, once the person has said so twice. */
export function Device({ session }: { session: Session }) {
  const [asks, setAsks] = useState(false);
  const action = useAction();
  const forget = async () => {
    await forgetAll(session.store);
    location.reload();
  };
  return (
    <section class="cf-section cf-stack" aria-labelledby="device">
      <h2 class="govuk-heading-l" id="device">
        {say.title}
      </h2>
      <p>{say.warning}</p>
      <Problem error={action.error} />
      {asks ? (
        <p class="govuk-button-group">
          <button
            class="govuk-button govuk-button--warning"
            type="button"
            onClick={() => action.run(forget)}
          >
            {say.sure}
          </button>
          <button
            class="govuk-button govuk-button--secondary"
            type="button"
            onClick={() => setAsks(false)}
          >
            {say.keep}
          </button>
        </p>
      ) : (
        <button
          class="govuk-button govuk-button--warning"
          type="button"
          onClick={() => setAsks(true)}
        >
          {say.forget}
        </button>
      )}
    </section>
  );
}
