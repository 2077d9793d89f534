import { my } from "../../messages/my.js";
import { Icon, Typed } from "../../parts.js";
import { fileNameOf, keepTrust } from "../keys/receipts.js";
import type { Session } from "../keys/session.js";
import type { KeptReceipt, KeptTrust } from "../keys/store.js";
import { useAction } from "../parts/action.js";
import { download } from "../parts/download.js";
import { FileField } from "../parts/field.js";
import { Problem } from "../parts/problem.js";
import { shown } from "../parts/time.js";

const say = my.receipt;

type Props = { session: Session; reload: () => Promise<void>; trust: KeptTrust | null };

function Trust({ session, reload, trust }: Props) {
  const action = useAction();
  const own = (file: File) =>
    action.run(async () => {
      await keepTrust(session, await file.text(), "file");
      await reload();
    });
  return (
    <>
      {trust !== null && (
        <p class="govuk-body-s">
          {say.trust(shown.date(trust.kept), trust.from === "node" ? say.fromNode : say.fromFile)}{" "}
          {trust.from === "node" && say.firstUse}
        </p>
      )}
      <Problem error={action.error} />
      <FileField id="trust" label={say.own} hint={say.ownHint} accept=".json" onFile={own} />
    </>
  );
}

/** The halves that the person keeps on this device. */
export function Receipts({ receipts, ...props }: Props & { receipts: readonly KeptReceipt[] }) {
  return (
    <section class="cf-section cf-stack" aria-labelledby="receipts">
      <h2 class="govuk-heading-l" id="receipts">
        {say.title}
      </h2>
      {receipts.length === 0 && <p>{say.none}</p>}
      <ul class="cf-checks">
        {receipts.map(({ key, title, bytes, asOf }) => (
          <li key={key} data-state="ok">
            <Icon name="done" />
            <div>
              <p>
                <strong>{title}</strong>
              </p>
              <p class="govuk-body-s">
                {say.good}, {say.asOf(`${shown.date(asOf)}, ${shown.clock(asOf)}`)}{" "}
                <Typed>{key}</Typed>
              </p>
              <button
                class="govuk-button govuk-button--secondary"
                type="button"
                onClick={() => download(fileNameOf(key), bytes)}
              >
                {say.download}
              </button>
            </div>
          </li>
        ))}
      </ul>
      <p class="govuk-body-s">{say.losing}</p>
      <Trust {...props} />
    </section>
  );
}
