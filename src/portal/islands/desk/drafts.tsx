import type { Client } from "../../../sdk/client.js";
import { desk } from "../../messages/desk.js";
import { useLoaded } from "../parts/action.js";
import { Problem } from "../parts/problem.js";
import { shown } from "../parts/time.js";
import { draftName } from "../sign/draft-name.js";

const say = desk.drafts;

/** Drafts that the official has not signed; each opens in its signing room, with the checks. */
export function Drafts({ client, keyId }: { client: Client; keyId: string }) {
  const { value, error } = useLoaded(async () => {
    const { items } = (await client.drafts({})).body;
    const open = items.filter(({ signers }) => signers.some((s) => s.keyId === keyId && !s.signed));
    return Promise.all(
      open.map(async (draft) => ({ ...draft, name: await draftName(client, draft.id) })),
    );
  });
  return (
    <section class="cf-section cf-stack" aria-labelledby="drafts">
      <h2 class="govuk-heading-l" id="drafts">
        {say.title}
      </h2>
      <Problem error={error} />
      {value?.length === 0 && <p>{say.none}</p>}
      <ul class="cf-stack">
        {value?.map(({ id, name, signers, validUntil }) => (
          <li key={id} class="cf-waits">
            <h3 class="govuk-heading-s">{name}</h3>
            <p class="govuk-body-s">
              {say.signed(signers.filter(({ signed }) => signed).length, signers.length)}{" "}
              {say.until(shown.date(validUntil))}
            </p>
            <p>
              <a class="govuk-button" href={`/sign/${id}#${keyId}`}>
                {say.open}
              </a>
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
