import { sell } from "../../messages/sell.js";
import { FileField, SelectField, TextField } from "../parts/field.js";
import { equalParts, type Problems, type SaleForm } from "./form.js";

type Props = {
  form: SaleForm;
  problems: Problems;
  change: (change: Partial<SaleForm>) => void;
};

const currencies = ["EUR", "CHF", "GBP", "USD"].map((code) => [code, code] as const);

/** Codes and shares of those who take. */
export function TakerFields({ form, problems, change }: Props) {
  const { takers, give } = form;
  const put = (at: number, part: Partial<SaleForm["takers"][number]>) =>
    change({ takers: takers.map((taker, i) => (i === at ? { ...taker, ...part } : taker)) });
  const divide = () => {
    const part = equalParts(give, takers.length);
    change({ takers: takers.map((taker) => ({ ...taker, share: part })) });
  };
  return (
    <fieldset class="govuk-fieldset cf-stack">
      <legend class="govuk-fieldset__legend">{sell.takers}</legend>
      <p class="govuk-hint">{sell.takersHint}</p>
      {takers.map((taker, i) => (
        <div class="cf-fields" key={i}>
          <TextField
            id={`code${i}`}
            label={sell.code(i + 1)}
            value={taker.code}
            error={problems[`code${i}`]}
            onInput={(code) => put(i, { code })}
          />
          <TextField
            id={`share${i}`}
            label={sell.share(i + 1)}
            value={taker.share}
            error={problems[`share${i}`]}
            onInput={(share) => put(i, { share })}
          />
        </div>
      ))}
      {problems["sum"] && (
        <p class="govuk-error-message" role="alert">
          {problems["sum"]}
        </p>
      )}
      <p class="govuk-button-group">
        <button
          class="govuk-button govuk-button--secondary"
          type="button"
          onClick={() => change({ takers: [...takers, { code: "", share: "" }] })}
        >
          {sell.add}
        </button>
        {takers.length > 1 && (
          <button
            class="govuk-button govuk-button--secondary"
            type="button"
            onClick={() => change({ takers: takers.slice(0, -1) })}
          >
            {sell.remove}
          </button>
        )}
        <button class="govuk-button govuk-button--secondary" type="button" onClick={divide}>
          {sell.equal}
        </button>
      </p>
    </fieldset>
  );
}

export function PriceFields({ form, problems, change }: Props) {
  return (
    <div class="cf-fields">
      <TextField
        id="price"
        label={sell.price}
        hint={sell.priceHint}
        value={form.price}
        error={problems["price"]}
        onInput={(price) => change({ price })}
      />
      <SelectField
        id="currency"
        label={sell.currency}
        value={form.currency}
        options={currencies}
        onChoose={(currency) => change({ currency })}
      />
    </div>
  );
}

type PaperProps = {
  date: string;
  problem: string | undefined;
  onDate: (date: string) => void;
  onFile: (file: File) => void;
};

export function PaperFields({ date, problem, onDate, onFile }: PaperProps) {
  return (
    <>
      <FileField id="deed" label={sell.deed} hint={sell.deedHint} error={problem} onFile={onFile} />
      <TextField id="date" label={sell.date} type="date" value={date} onInput={onDate} />
    </>
  );
}
