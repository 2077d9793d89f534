/** @jsxImportSource preact */
import { documentOf } from "../frame.js";
import { type Speech, speechFor } from "../speech.js";
import { addressOf, Export, Pager } from "../table.js";
import { Lines } from "./lines.js";
import type { TransactionsView } from "./view.js";

type Props = { view: TransactionsView; speech: Speech };
const path = "/explorer";

/** The ways through the ledger: by transactions, by seals, by who keeps it. */
export function Ways({
  here,
  speech: { say },
}: {
  here: "transactions" | "blocks" | "agencies";
  speech: Speech;
}) {
  const ways = [
    ["transactions", path],
    ["blocks", "/explorer/blocks"],
    ["agencies", "/explorer/agencies"],
  ] as const;
  return (
    <nav aria-label={say.explorer.title}>
      <ul class="cf-ways">
        {ways.map(([name, address]) => (
          <li key={name}>
            <a href={address} aria-current={name === here ? "page" : undefined}>
              {say.explorer[name]}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Filter({ view, speech: { say } }: Props) {
  return (
    <form class="cf-filter" action={path} method="get">
      <label class="govuk-label" for="type">
        {say.explorer.filter}
      </label>
      <select class="govuk-select" id="type" name="type">
        <option value="">{say.explorer.everything}</option>
        {view.types.map((type) => (
          <option key={type} value={type} selected={type === view.type}>
            {say.explorer.type(type)}
          </option>
        ))}
      </select>
      <button class="govuk-button govuk-button--secondary" type="submit">
        {say.explorer.apply}
      </button>
    </form>
  );
}

function Found({ view, speech }: Props) {
  const { say, timeZone } = speech;
  if (view.lines.length === 0) {
    return (
      <p class="govuk-body">
        {say.explorer.none} {view.older !== null && say.explorer.looked}
      </p>
    );
  }
  const caption =
    view.type === null
      ? say.explorer.caption(timeZone)
      : say.explorer.captionOf(view.type, timeZone);
  return (
    <>
      <Lines lines={view.lines} caption={caption} speech={speech} />
      <Export path={path} query={{ type: view.type, before: view.before }} speech={speech} />
    </>
  );
}

/** Transactions of the ledger, newest first. */
export function renderTransactions(view: TransactionsView): string {
  const speech = speechFor(view);
  const { say } = speech;
  const { type, before, older } = view;
  return documentOf({
    view,
    speech,
    title: say.explorer.title,
    source: view.source,
    section: "explorer",
    trail: [],
    children: (
      <div class="cf-stack">
        <h1 class="govuk-heading-xl">{say.explorer.title}</h1>
        <p class="govuk-body">{say.explorer.lead}</p>
        <Ways here="transactions" speech={speech} />
        <Filter view={view} speech={speech} />
        <Found view={view} speech={speech} />
        <Pager
          newest={before === null ? null : addressOf(path, { type })}
          older={older === null ? null : addressOf(path, { type, before: older })}
          speech={speech}
        />
      </div>
    ),
  });
}
