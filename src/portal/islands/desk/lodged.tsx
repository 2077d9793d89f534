import type { Signer } from "../../../crypto/signer.js";
import { newTransaction, signTransaction } from "../../../sdk/transaction.js";
import { desk } from "../../messages/desk.js";
import { send } from "../keys/send.js";
import type { Session } from "../keys/session.js";
import { useAction, useLoaded } from "../parts/action.js";
import { Problem } from "../parts/problem.js";
import { shown } from "../parts/time.js";

const say = desk.lodged;
const VALID_MS = 3_600_000;
/** Entries of an office that the desk looks at, the newest. */
const LOOKED = 500;

type Props = { session: Session; signer: Signer };
type Lodged = { readonly id: string; readonly title: string; readonly lodged: number };

/** Entries that no office has decided, oldest first. */
async function lodgedIn({ client }: Session): Promise<Lodged[]> {
  const offices = (await client.landOffices({ limit: 500 })).body.items;
  const found: Lodged[] = [];
  for (const { id, value } of offices) {
    const first = Math.max(1, value.entries - LOOKED + 1);
    const page = { office: id, limit: LOOKED, cursor: String(first) };
    for (const entry of (await client.landDaybook(page)).body.items) {
      const { decision, titles, lodged } = entry.value;
      if (decision === null) found.push({ id: entry.id, title: titles.join(", "), lodged });
    }
  }
  return found;
}

async function refuse(session: Session, signer: Signer, entry: string): Promise<void> {
  const draft = newTransaction({
    network: session.network,
    type: "land.refuse",
    body: { entry, grounds: null },
    validUntil: Date.now() + VALID_MS,
    signers: [signer.thumbprint],
  });
  await send(session, await signTransaction(draft, signer));
}

/** What was lodged and keeps others waiting until it is registered or refused. */
export function Lodged({ session, signer }: Props) {
  const { value, error, reload } = useLoaded(() => lodgedIn(session));
  const action = useAction();
  const decide = (entry: string) =>
    action.run(async () => {
      await refuse(session, signer, entry);
      await reload();
    });
  return (
    <section class="cf-section cf-stack" aria-labelledby="lodged">
      <h2 class="govuk-heading-l" id="lodged">
        {say.title}
      </h2>
      <Problem error={action.error ?? error} />
      {value?.length === 0 && <p>{say.none}</p>}
      <ul class="cf-stack">
        {value?.map(({ id, title, lodged }) => (
          <li key={id} class="cf-decide">
            <p>
              {say.entry(id, title)} <span class="govuk-body-s">{say.on(shown.date(lodged))}</span>
            </p>
            <button
              class="govuk-button govuk-button--warning"
              type="button"
              disabled={action.busy}
              onClick={() => decide(id)}
            >
              {say.refuse}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
