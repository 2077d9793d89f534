import { useState } from "preact/hooks";
import { my } from "../../messages/my.js";
import { enrol, type NamedVoucher, vouchers } from "../keys/enrol.js";
import type { Session } from "../keys/session.js";
import { useAction, useLoaded } from "../parts/action.js";
import { SelectField, TextField } from "../parts/field.js";
import { Problem } from "../parts/problem.js";

const say = my.handle;

type Props = { session: Session; reload: () => Promise<void> };

/** Who the person is, for the registrar who will confirm it. */
function Form({ session, reload, offices }: Props & { offices: readonly NamedVoucher[] }) {
  const [name, setName] = useState("");
  const [number, setNumber] = useState("");
  const [birthDate, setBirthDate] = useState("");
  const [office, setOffice] = useState(offices[0]?.registrarKeyId ?? "");
  const action = useAction();
  const ask = async () => {
    const voucher = offices.find(({ registrarKeyId }) => registrarKeyId === office);
    if (voucher === undefined) return;
    const composed = name.normalize("NFC").trim();
    await enrol(session, { name: composed, number: number.trim(), birthDate }, voucher);
    await reload();
  };
  return (
    <form
      class="cf-stack"
      onSubmit={(event) => {
        event.preventDefault();
        action.run(ask);
      }}
    >
      <TextField id="name" label={say.name} value={name} autocomplete="name" onInput={setName} />
      <TextField id="number" label={say.number} value={number} onInput={setNumber} />
      <TextField
        id="birth"
        label={say.birth}
        type="date"
        value={birthDate}
        autocomplete="bday"
        onInput={setBirthDate}
      />
      <SelectField
        id="office"
        label={say.office}
        value={office}
        options={offices.map(({ registrarKeyId, title }) => [registrarKeyId, title] as const)}
        onChoose={setOffice}
      />
      <p class="govuk-body-s">{say.commitments}</p>
      <Problem error={action.error} />
      <button class="govuk-button" type="submit" disabled={action.busy}>
        {say.ask}
      </button>
    </form>
  );
}

/** A fresh code for the next thing to receive. */
export function Enrol({ session, reload }: Props) {
  const offices = useLoaded(() => vouchers(session));
  return (
    <section class="cf-section cf-stack" aria-labelledby="enrol">
      <h2 class="govuk-heading-l" id="enrol">
        {say.title}
      </h2>
      <p>{say.lead}</p>
      <Problem error={offices.error} />
      {offices.value !== null && <Form session={session} reload={reload} offices={offices.value} />}
    </section>
  );
}
