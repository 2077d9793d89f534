import { useState } from "preact/hooks";
import { my } from "../../messages/my.js";
import { Icon } from "../../parts.js";
import type { Session } from "../keys/session.js";
import { useAction } from "../parts/action.js";
import { Problem } from "../parts/problem.js";
import { shown } from "../parts/time.js";
import { type OwnRead, ownReads } from "./own-reads.js";
import type { OwnHandle } from "./things.js";

const say = my.reads;
const proofs = { shown: say.shown, pending: say.notYet, wrong: say.wrong } as const;
const states = { shown: "ok", pending: "wait", wrong: "no" } as const;

function Read({ read }: { read: OwnRead }) {
  const { time, capacity, organisation, purpose, proof } = read;
  return (
    <li data-state={states[proof]}>
      <Icon name={proof === "shown" ? "done" : "waits"} />
      <div>
        <p>{say.read(capacity, organisation, say.purposes[purpose] ?? purpose)}</p>
        <p class="govuk-body-s">
          {`${shown.date(time)}, ${shown.clock(time)}`}, {proofs[proof]}
        </p>
      </div>
    </li>
  );
}

/** Who opened what stands behind the person's codes: asked for each by its own key, when wished. */
export function Reads({ session, handles }: { session: Session; handles: readonly OwnHandle[] }) {
  const [reads, setReads] = useState<readonly OwnRead[] | null>(null);
  const action = useAction();
  const ask = async () => {
    const found: OwnRead[] = [];
    for (const { kept, record } of handles) {
      if (record !== null) found.push(...(await ownReads(session, kept)));
    }
    setReads(found.sort((a, b) => b.time - a.time));
  };
  return (
    <section class="cf-section cf-stack" aria-labelledby="reads">
      <h2 class="govuk-heading-l" id="reads">
        {say.title}
      </h2>
      <p>{say.lead}</p>
      <Problem error={action.error} />
      {reads?.length === 0 && <p role="status">{say.none}</p>}
      <ul class="cf-checks">
        {reads?.map((read, i) => (
          <Read key={i} read={read} />
        ))}
      </ul>
      <button
        class="govuk-button govuk-button--secondary"
        type="button"
        disabled={action.busy}
        onClick={() => action.run(ask)}
      >
        {say.ask}
      </button>
    </section>
  );
}
