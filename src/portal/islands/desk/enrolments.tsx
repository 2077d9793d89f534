import { fromHex } from "../../../base/text.js";
import type { Signer } from "../../../crypto/signer.js";
import { decodeDraft } from "../../../ledger/envelope.js";
import type { Client } from "../../../sdk/client.js";
import { openPerson } from "../../../sdk/person.js";
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

/**
 * Whether the draft that would be signed commits to the person who is shown: the directory's word is
 * not enough.
 */
function isOf({ envelope, openings, person }: Waiting): boolean {
  const opened = openings.map((opening) => ({ ...opening, salt: fromHex(opening.salt) }));
  try {
    const { body } = decodeDraft(fromHex(envelope)).payload;
    const { name, number, birthDate } = openPerson(body, opened);
    return name === person.name && number === person.number && birthDate === person.birthDate;
  } catch {
    return false;
  }
}

function Asked({ session, signer, asked, reload }: Omit<Props, "client"> & AskedProps) {
  const action = useAction();
  const { person, handle, known, envelope, validUntil, assurance } = asked;
  const fits = isOf(asked);
  const approve = async () => {
    await send(session, await signTransaction(fromHex(envelope), signer));
    await reload();
  };
  const rows = [
    [say.name, person.name],
    [say.number, person.number],
    [say.birth, person.birthDate],
    [say.assurance, assurance],
  ] as const;
  return (
    <li class="cf-decide">
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
      {known !== null && (
        <p>
          {say.known} {known.differs.length > 0 && say.differs(shown.list(known.differs))}
        </p>
      )}
      <Problem error={action.error} />
      {fits ? (
        <button
          class="govuk-button"
          type="button"
          disabled={action.busy}
          onClick={() => action.run(approve)}
        >
          {say.approve}
        </button>
      ) : (
        <p class="govuk-error-message">{say.wrong}</p>
      )}
    </li>
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
          <Asked key={asked.id} session={session} signer={signer} asked={asked} reload={reload} />
        ))}
      </ul>
    </section>
  );
}
