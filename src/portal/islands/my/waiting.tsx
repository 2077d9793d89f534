import { toHex } from "../../../base/text.js";
import { my } from "../../messages/my.js";
import { signerOf } from "../keys/person.js";
import type { Session } from "../keys/session.js";
import { useLoaded } from "../parts/action.js";
import { Problem } from "../parts/problem.js";
import { shown } from "../parts/time.js";
import type { OwnHandle } from "./things.js";

const say = my.waiting;

type Waiting = {
  readonly id: string;
  readonly handle: string;
  readonly validUntil: number;
};

/** Drafts of which one of these handles is a signer: each asks for itself, by its own key. */
async function waitingFor(session: Session, handles: readonly OwnHandle[]): Promise<Waiting[]> {
  const waiting: Waiting[] = [];
  for (const { kept, state } of handles) {
    if (state === "asked" || state === "ended") continue;
    const signer = await signerOf(session, kept);
    const { items } = (await session.clientAs(signer).drafts({})).body;
    const keyId = toHex(signer.thumbprint);
    const open = items.filter(({ signers }) => signers.some((s) => s.keyId === keyId && !s.signed));
    waiting.push(...open.map(({ id, validUntil }) => ({ id, validUntil, handle: kept.handle })));
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
        {value?.map(({ id, handle, validUntil }) => (
          <li key={id + handle}>
            <a href={`/sign/${id}#${handle}`}>{say.open}</a>{" "}
            <span class="govuk-body-s">{say.until(shown.date(validUntil))}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
