import { toHex } from "../../../base/text.js";
import { my } from "../../messages/my.js";
import { signerOf } from "../keys/person.js";
import type { Session } from "../keys/session.js";
import { useLoaded } from "../parts/action.js";
import { Problem } from "../parts/problem.js";
import { shown } from "../parts/time.js";
import { draftName } from "../sign/draft-name.js";
import type { OwnHandle } from "./things.js";

const say = my.waiting;

type Waiting = {
  readonly id: string;
  readonly name: string;
  readonly handle: string;
  readonly validUntil: number;
};

/** Drafts of which one of these handles is a signer: each asks for itself, by its own key. */
async function waitingFor(session: Session, handles: readonly OwnHandle[]): Promise<Waiting[]> {
  const waiting: Waiting[] = [];
  for (const { kept, state } of handles) {
    if (state === "asked" || state === "ended") continue;
    const signer = await signerOf(session, kept);
    const client = session.clientAs(signer);
    const { items } = (await client.drafts({})).body;
    const keyId = toHex(signer.thumbprint);
    const open = items.filter(({ signers }) => signers.some((s) => s.keyId === keyId && !s.signed));
    for (const { id, validUntil } of open) {
      const name = await draftName(client, id);
      waiting.push({ id, name, validUntil, handle: kept.handle });
    }
  }
  return waiting;
}

export function Waiting({ session, handles }: { session: Session; handles: readonly OwnHandle[] }) {
  const { value, error } = useLoaded(() => waitingFor(session, handles));
  return (
    <section class="cf-section cf-stack" aria-labelledby="waiting">
      <h2 class="govuk-heading-l" id="waiting">
        {say.title}
      </h2>
      <Problem error={error} />
      {value?.length === 0 && <p>{say.none}</p>}
      <ul class="cf-stack">
        {value?.map(({ id, name, handle, validUntil }) => (
          <li key={id + handle} class="cf-waits">
            <h3 class="govuk-heading-s">{name}</h3>
            <p class="govuk-body-s">{say.until(shown.date(validUntil))}</p>
            <p>
              <a class="govuk-button" href={`/sign/${id}#${handle}`}>
                {say.open}
              </a>
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
