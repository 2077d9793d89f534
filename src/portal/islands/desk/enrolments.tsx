import { fromHex } from "../../../base/text.js";
import type { Signer } from "../../../crypto/signer.js";
import { type Asking, askingOf } from "../../../sdk/asking.js";
import type { Client } from "../../../sdk/client.js";
import { signTransaction } from "../../../sdk/transaction.js";
import { desk } from "../../messages/desk.js";
import { Typed } from "../../parts.js";
import { send } from "../keys/send.js";
import type { Session } from "../keys/session.js";
import { useAction, useLoaded } from "../parts/action.js";
import { Problem } from "../parts/problem.js";
import { shown } from "../parts/time.js";

const say = desk.enrolments;

type Props = { session: Session; client: Client; signer: Signer };
type Waiting = Awaited<ReturnType<typeof waitingOf>>[number];

const waitingOf = async (client: Client) =>
  (await client.waitingEnrolments({ purpose: "enrolment" })).body.items;

/** The directory's word is not enough: all of it is made from the bytes that would be signed. */
function Asked({ session, client, signer, asked, reload }: Props & AskedProps) {
  const action = useAction();
  const { known, envelope, handle } = asked;
  const asking = askingOf(asked, session.network);
  const approve = async () => {
    await send(session, await signTransaction(fromHex(envelope), signer));
    await reload();
  };
  const decline = async () => {
    await client.declineEnrolment({ handle });
    await reload();
  };
  return (
    <li class="cf-decide">
      {asking === null ? (
        <p class="govuk-error-message">
          {say.wrong} <Typed>{handle}</Typed>
        </p>
      ) : (
        <Shown asking={asking} />
      )}
      {known !== null && (
        <p>
          {say.known} {known.differs.length > 0 && say.differs(shown.list(known.differs))}
        </p>
      )}
      <Problem error={action.error} />
      <div class="govuk-button-group">
        {asking !== null && (
          <button
            class="govuk-button"
            type="button"
            disabled={action.busy}
            onClick={() => action.run(approve)}
          >
            {say.approve}
          </button>
        )}
        <button
          class="govuk-button govuk-button--secondary"
          type="button"
          disabled={action.busy}
          onClick={() => action.run(decline)}
        >
          {say.decline}
        </button>
      </div>
    </li>
  );
}

function Shown({ asking }: { asking: Asking }) {
  const { person, handle, assurance, organisation, validUntil } = asking;
  const rows = [
    [say.name, person.name],
    [say.number, person.number],
    [say.birth, person.birthDate],
    [say.assurance, assurance],
    [say.organisation, organisation],
  ] as const;
  return (
    <>
      <dl class="govuk-summary-list">
        {rows.map(([name, value]) => (
          <div class="govuk-summary-list__row" key={name}>
            <dt class="govuk-summary-list__key">{name}</dt>
            <dd class="govuk-summary-list__value">{value}</dd>
          </div>
        ))}
      </dl>
      <p class="govuk-body-s">
        {say.handle} <Typed>{handle}</Typed>, {say.asked(shown.date(validUntil))}
      </p>
    </>
  );
}
type AskedProps = { asked: Waiting; reload: () => Promise<void> };

/** Who asks for a code, for the registrar to compare with the person's document. */
export function Enrolments({ session, client, signer }: Props) {
  const { value, error, reload } = useLoaded(() => waitingOf(client));
  return (
    <section class="cf-section cf-stack" aria-labelledby="enrolments">
      <h2 class="govuk-heading-l" id="enrolments">
        {say.title}
      </h2>
      <p>{say.lead}</p>
      <Problem error={error} />
      {value?.length === 0 && <p>{say.none}</p>}
      <ul class="cf-stack">
        {value?.map((asked) => (
          <Asked key={asked.id} {...{ session, client, signer, asked, reload }} />
        ))}
      </ul>
    </section>
  );
}
