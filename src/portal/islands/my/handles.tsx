import { my } from "../../messages/my.js";
import { Typed } from "../../parts.js";
import { keepReceipt } from "../keys/receipts.js";
import type { Session } from "../keys/session.js";
import type { KeptHandle } from "../keys/store.js";
import { useAction } from "../parts/action.js";
import { Handover } from "../parts/code.js";
import { Problem } from "../parts/problem.js";
import { shown } from "../parts/time.js";
import type { HandleState, OwnHandle } from "./things.js";

const say = my.handle;

const tags: Readonly<Record<HandleState, string>> = {
  asked: "govuk-tag govuk-tag--yellow",
  unasked: "govuk-tag govuk-tag--grey",
  confirmed: "govuk-tag",
  holds: "govuk-tag",
  ended: "govuk-tag govuk-tag--grey",
};

type Props = { session: Session; reload: () => Promise<void> };

/** Shows that the handle is the person's: its record, with what its commitments hide. */
function Proof({ session, reload, kept }: Props & { kept: KeptHandle }) {
  const action = useAction();
  const { handle, openings } = kept;
  const keep = async () => {
    await keepReceipt(session, `identity/handle/${handle}`, say.proof, openings ?? []);
    await reload();
  };
  return (
    <>
      <Problem error={action.error} />
      <button
        class="govuk-button govuk-button--secondary"
        type="button"
        disabled={action.busy}
        onClick={() => action.run(keep)}
      >
        {say.keepProof}
      </button>
    </>
  );
}

function Code({ own, ...props }: Props & { own: OwnHandle }) {
  const { kept, state } = own;
  return (
    <li class="cf-code">
      <p class="cf-state">
        <strong class={tags[state]}>{say[state]}</strong>
        <span>{shown.date(kept.made)}</span>
        {state !== "confirmed" && <Typed>{kept.handle}</Typed>}
      </p>
      {state === "confirmed" && <Handover text={kept.handle} label={say.qr} hint={say.codeIs} />}
      {state === "unasked" && <p class="govuk-body-s">{say.askAgain}</p>}
      {kept.openings === null && <p class="govuk-body-s">{say.openingsMissing}</p>}
      {kept.openings !== null && own.record !== null && <Proof {...props} kept={kept} />}
    </li>
  );
}

/** The person's codes: for each holding a fresh one. */
export function Codes({ handles, ...props }: Props & { handles: readonly OwnHandle[] }) {
  return (
    <section class="cf-section cf-stack" aria-labelledby="codes">
      <h2 class="govuk-heading-l" id="codes">
        {say.codes}
      </h2>
      {handles.length === 0 && <p>{say.none}</p>}
      <ul>
        {handles.map((own) => (
          <Code key={own.kept.handle} own={own} {...props} />
        ))}
      </ul>
    </section>
  );
}
