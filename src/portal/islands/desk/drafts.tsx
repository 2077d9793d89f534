import type { Client } from "../../../sdk/client.js";
import { desk } from "../../messages/desk.js";
import { useLoaded } from "../parts/action.js";
import { Problem } from "../parts/problem.js";

const say = desk.drafts;

/** Drafts that the official has not signed; each opens in its signing room, with the checks. */
export function Drafts({ client, keyId }: { client: Client; keyId: string }) {
  const { value, error } = useLoaded(async () => {
    const { items } = (await client.drafts({})).body;
    return items.filter(({ signers }) => signers.some((s) => s.keyId === keyId && !s.signed));
  });
  return (
    <section class="cf-section cf-stack" aria-labelledby="drafts">
      <h2 class="govuk-heading-l" id="drafts">
        {say.title}
      </h2>
      <Problem error={error} />
      {value?.length === 0 && <p>{say.none}</p>}
      <ul class="cf-stack">
        {value?.map(({ id, signers }) => (
          <li key={id}>
            <a href={`/sign/${id}#${keyId}`}>{say.open}</a>{" "}
            <span class="govuk-body-s">
              {say.signed(signers.filter(({ signed }) => signed).length, signers.length)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
