import { useState } from "preact/hooks";
import { sign } from "../../messages/sign.js";
import { holdingOf, sentenceOf } from "../keys/holding.js";
import { openingsFor } from "../keys/openings.js";
import { fileNameOf, keepReceipt } from "../keys/receipts.js";
import type { Session } from "../keys/session.js";
import type { KeptReceipt } from "../keys/store.js";
import { useAction } from "../parts/action.js";
import { download } from "../parts/download.js";
import { Problem } from "../parts/problem.js";

const say = sign.after;

/** What a person keeps of it: the receipt of their own right, with what its commitments hide. */
export function After({ session, handle }: { session: Session; handle: string }) {
  const [kept, setKept] = useState<KeptReceipt | null>(null);
  const action = useAction();
  const keep = async () => {
    const holding = await holdingOf(session, handle);
    if (holding === null) return;
    const openings = holding.isActive ? await openingsFor(session, handle) : [];
    setKept(await keepReceipt(session, holding.key, sentenceOf(holding), openings));
  };
  return (
    <section class="cf-section cf-stack" aria-labelledby="keep">
      <h2 class="govuk-heading-l" id="keep">
        {say.title}
      </h2>
      <Problem error={action.error} />
      {kept === null ? (
        <button
          class="govuk-button"
          type="button"
          disabled={action.busy}
          onClick={() => action.run(keep)}
        >
          {say.keep}
        </button>
      ) : (
        <>
          <p role="status">{say.kept}</p>
          <p class="govuk-button-group">
            <button
              class="govuk-button govuk-button--secondary"
              type="button"
              onClick={() => download(fileNameOf(kept.key), kept.bytes)}
            >
              {say.save}
            </button>
            <a href="/my">{say.my}</a>
          </p>
        </>
      )}
      <p class="govuk-body-s">{say.losing}</p>
    </section>
  );
}
