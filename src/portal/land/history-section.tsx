/** @jsxImportSource preact */
import { Icon } from "../parts.js";
import type { Speech } from "../speech.js";
import { namedColumns, Table } from "../table.js";
import { factAddress, titleAddress } from "./addresses.js";
import { AxesFigure } from "./axes-figure.js";
import { Day } from "./rights-section.js";
import type { EntryView, TitleView } from "./view.js";

type Props = { view: TitleView; speech: Speech };

const isImported = ({ kind }: EntryView): boolean => kind === "takeOver";

function DayField({
  name,
  value,
  label,
  hint,
}: Record<"name" | "value" | "label" | "hint", string>) {
  return (
    <div class="govuk-form-group">
      <label class="govuk-label" for={name}>
        {label}
      </label>
      <div class="govuk-hint" id={`${name}-hint`}>
        {hint}
      </div>
      <input
        class="govuk-input"
        id={name}
        name={name}
        type="date"
        value={value}
        aria-describedby={`${name}-hint`}
      />
    </div>
  );
}

/** Two questions that the register answers apart: what was so, and what could be known of it. */
function AsOfForm({ view, speech }: Props) {
  const { history } = speech.say.land;
  const today = speech.as.iso(view.source.checkpoint.timeMs).slice(0, 10);
  return (
    <form class="cf-sheet cf-noprint" method="get" action={titleAddress(view.id)}>
      <h3 class="govuk-heading-s">{history.form}</h3>
      <div class="cf-fields">
        <DayField
          name="law"
          value={view.asOf.law ?? today}
          label={history.law}
          hint={history.lawHint}
        />
        <DayField
          name="register"
          value={view.asOf.register ?? today}
          label={history.register}
          hint={history.registerHint}
        />
        <button class="govuk-button govuk-button--secondary" type="submit">
          {history.show}
        </button>
      </div>
    </form>
  );
}

function Decision({ entry, speech }: { entry: EntryView; speech: Speech }) {
  const { history } = speech.say.land;
  const { decision } = entry;
  if (isImported(entry)) {
    return <strong class="govuk-tag govuk-tag--blue">{history.imported}</strong>;
  }
  if (decision === "registered") {
    return (
      <strong class="govuk-tag">
        <Icon name="done" />
        {history.decision(decision)}
      </strong>
    );
  }
  const kind = decision === null ? "yellow" : "grey";
  return (
    <strong class={`govuk-tag govuk-tag--${kind}`}>
      {decision === null ? history.waits : history.decision(decision)}
    </strong>
  );
}

/** What is not registered has no effect in law whose day could be known. */
function InLaw({ entry, speech }: { entry: EntryView; speech: Speech }) {
  if (entry.inLawMs !== null) return <Day ms={entry.inLawMs} speech={speech} />;
  return <>{entry.decision === "registered" ? speech.say.land.history.notKnown : "–"}</>;
}

function cellsOf(entry: EntryView, number: number, speech: Speech) {
  const { history, rights } = speech.say.land;
  const registered = entry.decision === "registered" ? entry.decidedMs : null;
  return [
    String(number),
    <>
      {history.entry(entry.kind)} <span class="cf-note">{history.entryId(entry.id)}</span>
    </>,
    <InLaw key="inLaw" entry={entry} speech={speech} />,
    <Day key="lodged" ms={entry.lodgedMs} speech={speech} />,
    registered === null ? "–" : <Day ms={registered} speech={speech} />,
    <>
      <Decision entry={entry} speech={speech} />{" "}
      <a class="cf-note" href={factAddress(entry.key)}>
        {rights.fact(speech.as.number(entry.index))}
      </a>
    </>,
  ];
}

function Entries({ view, speech }: Props) {
  const { history } = speech.say.land;
  const { entries } = view;
  return (
    <>
      <Table
        caption={history.entries}
        columns={namedColumns(
          history.number,
          history.what,
          history.inLaw,
          history.lodged,
          history.registered,
          history.proof,
        )}
        rows={entries.map((entry, i) => ({
          key: entry.id,
          cells: cellsOf(entry, entries.length - i, speech),
        }))}
      />
      {entries.some(isImported) && <p class="govuk-body-s">{history.importedWhy}</p>}
    </>
  );
}

/** What happened, on both axes of time; whoever asks for a day sees the whole page as of it. */
export function HistorySection({ view, speech }: Props) {
  return (
    <section class="cf-section cf-stack" aria-labelledby="history">
      <h2 class="govuk-heading-l" id="history">
        {speech.say.land.history.heading}
      </h2>
      <AsOfForm view={view} speech={speech} />
      <AxesFigure entries={view.entries} nowMs={view.source.checkpoint.timeMs} speech={speech} />
      <Entries view={view} speech={speech} />
    </section>
  );
}
