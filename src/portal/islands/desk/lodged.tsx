import { toHex } from "../../../base/text.js";
import type { Signer } from "../../../crypto/signer.js";
import { newTransaction, signTransaction } from "../../../sdk/transaction.js";
import { desk } from "../../messages/desk.js";
import { registrarsOf } from "../keys/officers.js";
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
type Lodged = { readonly id: string; readonly titles: readonly string[]; readonly lodged: number };

/** Entries that this registrar may decide and no office has, oldest first. */
async function lodgedFor(session: Session, keyId: string): Promise<Lodged[]> {
  const { client } = session;
  const offices = (await client.landOffices({ limit: 500 })).body.items;
  const me = (await registrarsOf(session)).find((registrar) => registrar.keyId === keyId);
  const within = me?.within ?? null;
  const found: Lodged[] = [];
  for (const { id, value } of offices) {
    if (within !== null && !value.districts.some((district) => within.includes(district))) continue;
    const first = Math.max(1, value.entries - LOOKED + 1);
    const page = { office: id, limit: LOOKED, cursor: String(first) };
    for (const entry of (await client.landDaybook(page)).body.items) {
      const { decision, titles, lodged } = entry.value;
      if (decision === null) found.push({ id: entry.id, titles, lodged });
    }
  }
  return found.sort((a, b) => a.lodged - b.lodged);
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

type EntryProps = { entry: Lodged; busy: boolean; onRefuse: () => void };

function Entry({ entry: { id, titles, lodged }, busy, onRefuse }: EntryProps) {
  return (
    <li class="cf-card">
      <div>
        {titles.map((title) => (
          <p key={title}>
            <a href={`/land/titles/${title}`}>
              <strong>{say.of(title)}</strong>
            </a>
          </p>
        ))}
        <p class="govuk-body-s">{say.on(id, shown.date(lodged))}</p>
      </div>
      <details class="govuk-details">
        <summary class="govuk-details__summary">{say.refuse}</summary>
        <p class="govuk-body-s">{say.means}</p>
        <button
          class="govuk-button govuk-button--warning"
          type="button"
          disabled={busy}
          onClick={onRefuse}
        >
          {say.sure}
        </button>
      </details>
    </li>
  );
}

/** What was lodged and keeps others waiting until it is registered or refused. */
export function Lodged({ session, signer }: Props) {
  const { value, error, reload } = useLoaded(() => lodgedFor(session, toHex(signer.thumbprint)));
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
      <p>{value?.length === 0 ? say.none : say.lead}</p>
      <ul class="cf-cards">
        {value?.map((entry) => (
          <Entry
            key={entry.id}
            entry={entry}
            busy={action.busy}
            onRefuse={() => decide(entry.id)}
          />
        ))}
      </ul>
    </section>
  );
}
