import { desk } from "../../messages/desk.js";
import { agencyNames } from "../keys/agency-names.js";
import { takeOfficialKey } from "../keys/official.js";
import type { Session } from "../keys/session.js";
import type { KeptOfficial } from "../keys/store.js";
import { useAction, useLoaded } from "../parts/action.js";
import { FileField, SelectField } from "../parts/field.js";
import { Problem } from "../parts/problem.js";

const say = desk.key;

type Names = ReadonlyMap<string, string>;

const nameOf = ({ use, keyId }: KeptOfficial, names: Names): string =>
  use === null
    ? `${say.unknown} ${keyId.slice(0, 8)} …`
    : say.have(use.role, names.get(use.agency) ?? use.agency);

type Props = {
  session: Session;
  officials: readonly KeptOfficial[];
  chosen: KeptOfficial | null;
  onChosen: (official: KeptOfficial) => void;
};

/** The official's key: from a file into the browser's keeping, where it only signs. */
export function Key({ session, officials, chosen, onChosen }: Props) {
  const action = useAction();
  const known = useLoaded(() => agencyNames(session));
  const names = known.value ?? (known.error === null ? null : new Map());
  const take = (file: File) =>
    action.run(async () => onChosen(await takeOfficialKey(session.store, await file.text())));
  const choose = (keyId: string) => {
    const official = officials.find((kept) => kept.keyId === keyId);
    if (official !== undefined) onChosen(official);
  };
  return (
    <section class="cf-section cf-stack" aria-labelledby="key">
      <h2 class="govuk-heading-l" id="key">
        {say.title}
      </h2>
      {chosen !== null && names !== null && <p role="status">{nameOf(chosen, names)}</p>}
      {officials.length > 1 && names !== null && (
        <SelectField
          id="which"
          label={say.which}
          value={chosen?.keyId ?? ""}
          options={officials.map((official) => [official.keyId, nameOf(official, names)] as const)}
          onChoose={choose}
        />
      )}
      <Problem error={action.error} />
      <FileField id="keyfile" label={say.file} hint={say.hint} accept=".key" onFile={take} />
    </section>
  );
}
