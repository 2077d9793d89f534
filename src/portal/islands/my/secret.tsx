import { useState } from "preact/hooks";
import { my } from "../../messages/my.js";
import { Typed } from "../../parts.js";
import { findHandles } from "../keys/restore.js";
import { makeSecret, restoreSecret } from "../keys/secret.js";
import type { Session } from "../keys/session.js";
import type { KeptSecret } from "../keys/store.js";
import { useAction } from "../parts/action.js";
import { TextField } from "../parts/field.js";
import { Problem } from "../parts/problem.js";
import { shown } from "../parts/time.js";

const say = my.secret;

type Props = { session: Session; secret: KeptSecret | null; reload: () => Promise<void> };

function Paper({ code, onDone }: { code: string; onDone: () => void }) {
  return (
    <div class="cf-sheet" role="alert">
      <p>
        <strong>{say.written}</strong>
      </p>
      <p class="cf-paper">
        <Typed>{code}</Typed>
      </p>
      <p class="govuk-body-s">{say.paper}</p>
      <button class="govuk-button" type="button" onClick={onDone}>
        {say.done}
      </button>
    </div>
  );
}

function Restore({ session, reload }: Omit<Props, "secret">) {
  const [typed, setTyped] = useState("");
  const action = useAction();
  const take = async () => {
    await restoreSecret(session.store, typed);
    await findHandles(session);
    await reload();
  };
  return (
    <details class="govuk-details">
      <summary class="govuk-details__summary">{say.restore}</summary>
      <form
        class="cf-stack"
        onSubmit={(event) => {
          event.preventDefault();
          action.run(take);
        }}
      >
        <TextField
          id="paper"
          label={say.typed}
          hint={say.typedHint}
          value={typed}
          onInput={setTyped}
        />
        <Problem error={action.error} />
        <button class="govuk-button govuk-button--secondary" disabled={action.busy} type="submit">
          {say.take}
        </button>
      </form>
    </details>
  );
}

/** Made here once, or brought back from paper; afterwards only that it is here. */
export function Secret({ session, secret, reload }: Props) {
  const [code, setCode] = useState<string | null>(null);
  const action = useAction();
  const done = () => {
    setCode(null);
    action.run(reload);
  };
  return (
    <section class="cf-section cf-stack" aria-labelledby="secret">
      <h2 class="govuk-heading-l" id="secret">
        {say.title}
      </h2>
      <Problem error={action.error} />
      {code !== null && <Paper code={code} onDone={done} />}
      {code === null && secret !== null && (
        <p>
          {say.held(shown.date(secret.made))} {say.cannotLeave}
        </p>
      )}
      {code === null && secret === null && (
        <>
          <p>{say.none}</p>
          <button
            class="govuk-button"
            type="button"
            disabled={action.busy}
            onClick={() => action.run(async () => setCode(await makeSecret(session.store)))}
          >
            {say.make}
          </button>
          <Restore session={session} reload={reload} />
        </>
      )}
    </section>
  );
}
