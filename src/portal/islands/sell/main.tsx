import { useState } from "preact/hooks";
import { fractionText, sumOf } from "../../../modules/land/shares.js";
import { sell } from "../../messages/sell.js";
import { useAction, useLoaded } from "../parts/action.js";
import { Checkbox, TextField } from "../parts/field.js";
import { type IslandProps, startIsland } from "../parts/island.js";
import { Problem } from "../parts/problem.js";
import { today } from "../parts/time.js";
import type { Made } from "./closed.js";
import { Decide } from "./decide.js";
import { Done } from "./done.js";
import { PaperFields, PriceFields, TakerFields } from "./fields.js";
import { checkForm, type Problems, type SaleForm } from "./form.js";
import { makeSale } from "./make.js";
import { type Giving, givingOf } from "./title.js";

type Props = Pick<IslandProps, "session"> & { giving: Giving; onMade: (made: Made) => void };

function useSale({ session, giving, onMade }: Props) {
  const held = fractionText(sumOf([giving.held]));
  const blank = { give: held, takers: [{ code: "", share: held }], price: "", currency: "EUR" };
  const [form, setForm] = useState<SaleForm>(blank);
  const [date, setDate] = useState(today);
  const [file, setFile] = useState<File | null>(null);
  const [lodges, setLodges] = useState(false);
  const [problems, setProblems] = useState<Problems>({});
  const action = useAction();
  const make = async () => {
    const { sale, problems: found } = checkForm(form, giving.held);
    const missing: Problems = file === null ? { deed: sell.problem.deed } : {};
    setProblems({ ...found, ...missing });
    if (sale === null || file === null) return;
    const paper = { date, file: new Uint8Array(await file.arrayBuffer()) };
    onMade(await makeSale(session, giving, sale, paper, lodges));
  };
  const change = (part: Partial<SaleForm>) => setForm({ ...form, ...part });
  return { form, change, date, setDate, setFile, lodges, setLodges, problems, action, make };
}

function Form(props: Props) {
  const { giving } = props;
  const sale = useSale(props);
  const { form, change, problems, action } = sale;
  const fields = { form, change, problems };
  return (
    <form
      class="cf-stack"
      onSubmit={(event) => {
        event.preventDefault();
        action.run(sale.make);
      }}
    >
      <TextField
        id="give"
        label={sell.give}
        hint={sell.giveHint}
        value={form.give}
        error={problems["give"]}
        onInput={(give) => change({ give })}
      />
      <TakerFields {...fields} />
      <PriceFields {...fields} />
      <PaperFields
        date={sale.date}
        problem={problems["deed"]}
        onDate={sale.setDate}
        onFile={sale.setFile}
      />
      {giving.holders.length === 1 && (
        <Checkbox
          id="lodge"
          label={sell.lodge}
          hint={sell.lodgeHint}
          checked={sale.lodges}
          onCheck={sale.setLodges}
        />
      )}
      <Decide notYet={sell.notYet} action={action} />
    </form>
  );
}

/** What a seller says of the sale of a title; the legal act is the signature at its end. */
function Sell({ session, subject }: IslandProps) {
  const { value: giving, error } = useLoaded(() => found(session, subject));
  const [made, setMade] = useState<Made | null>(null);
  if (giving === null) return <Problem error={error} />;
  if (made !== null) return <Done made={made} />;
  if (giving.own === null) {
    return (
      <p>
        {sell.notYours} <a href="/my">{sell.my}</a>
      </p>
    );
  }
  return (
    <section class="cf-section cf-stack">
      <h2 class="govuk-heading-l">{sell.of(subject)}</h2>
      <p class="cf-sentence">{sell.youHold(fractionText(sumOf([giving.own.held])))}</p>
      {giving.own.isFlagged ? (
        <p>{sell.flagged}</p>
      ) : (
        <Form session={session} giving={giving.own} onMade={setMade} />
      )}
    </section>
  );
}

const found = async (session: IslandProps["session"], title: string) => ({
  own: await givingOf(session, title),
});

startIsland(Sell);
