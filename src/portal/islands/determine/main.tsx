import { useState } from "preact/hooks";
import { fractionText, sumOf } from "../../../modules/land/shares.js";
import { determine } from "../../messages/determine.js";
import { sell } from "../../messages/sell.js";
import { useAction, useLoaded } from "../parts/action.js";
import { type IslandProps, startIsland } from "../parts/island.js";
import { Problem } from "../parts/problem.js";
import { today } from "../parts/time.js";
import type { Made } from "../sell/closed.js";
import { Decide } from "../sell/decide.js";
import { Done } from "../sell/done.js";
import { PaperFields, TakerFields } from "../sell/fields.js";
import { checkForm, type Problems, type SaleForm } from "../sell/form.js";
import { makeDetermination } from "./make.js";
import { type Undetermined, undeterminedOf } from "./title.js";

type Props = Pick<IslandProps, "session"> & {
  open: Undetermined;
  official: NonNullable<Undetermined["official"]>;
  onMade: (made: Made) => void;
};

function useDetermination({ session, open, official, onMade }: Props) {
  const all = fractionText(sumOf([open.share]));
  // All of it, for no price: as a sale, so that both are filled in and checked alike.
  const blank = { give: all, takers: [{ code: "", share: all }], price: "", currency: "" };
  const [form, setForm] = useState<SaleForm>(blank);
  const [date, setDate] = useState(today);
  const [file, setFile] = useState<File | null>(null);
  const [problems, setProblems] = useState<Problems>({});
  const action = useAction();
  const make = async () => {
    const { sale, problems: found } = checkForm(form, open.share);
    const missing: Problems = file === null ? { deed: sell.problem.deed } : {};
    setProblems({ ...found, ...missing });
    if (sale === null || file === null) return;
    const paper = { date, file: new Uint8Array(await file.arrayBuffer()) };
    onMade(await makeDetermination(session, open, official, sale.takers, paper));
  };
  const change = (part: Partial<SaleForm>) => setForm({ ...form, ...part });
  return { form, change, date, setDate, setFile, problems, action, make };
}

function Form(props: Props) {
  const { form, change, date, setDate, setFile, problems, action, make } = useDetermination(props);
  return (
    <form
      class="cf-stack"
      onSubmit={(event) => {
        event.preventDefault();
        action.run(make);
      }}
    >
      <TakerFields form={form} problems={problems} change={change} />
      <PaperFields date={date} problem={problems["deed"]} onDate={setDate} onFile={setFile} />
      <Decide notYet={determine.notYet} action={action} />
    </form>
  );
}

/** What a registrar says of who owns land that was registered without an owner. */
function Determine({ session, subject }: IslandProps) {
  const { value, error } = useLoaded(async () => ({
    open: await undeterminedOf(session, subject),
  }));
  const [made, setMade] = useState<Made | null>(null);
  if (value === null) return <Problem error={error} />;
  if (made !== null) return <Done made={made} />;
  const { open } = value;
  if (open === null) {
    return (
      <p>
        {determine.nothing(subject)}{" "}
        <a href={`/land/titles/${encodeURIComponent(subject)}`}>{determine.see}</a>
      </p>
    );
  }
  return (
    <section class="cf-section cf-stack">
      <h2 class="govuk-heading-l">{sell.of(subject)}</h2>
      <p class="cf-sentence">{determine.open(fractionText(sumOf([open.share])), subject)}</p>
      {open.official === null ? (
        <p>
          {determine.noKey(open.district)} <a href="/desk">{determine.desk}</a>
        </p>
      ) : (
        <Form session={session} open={open} official={open.official} onMade={setMade} />
      )}
    </section>
  );
}

startIsland(Determine);
