/** @jsxImportSource preact */
import type { Speech } from "./speech.js";

type Props = {
  speech: Speech;
  /** Of the field; a page has several forms. */
  id: string;
  /** What was asked for. */
  asked?: string;
};

/** In the header: a field and a button, labelled for those who do not see them together. */
export function SearchForm({ speech: { say }, id, asked }: Props) {
  return (
    <search class="cf-find">
      <form action="/search" method="get">
        <label class="govuk-visually-hidden" for={id}>
          {say.frame.searchLabel}
        </label>
        <input
          class="govuk-input"
          id={id}
          name="q"
          type="search"
          maxLength={200}
          autocomplete="off"
          spellcheck={false}
          placeholder={say.frame.searchLabel}
          value={asked}
        />
        <button class="govuk-button govuk-button--secondary" type="submit">
          {say.frame.search}
        </button>
      </form>
    </search>
  );
}

/** On the first page and on the search's own: the field with its label and what it takes. */
export function SearchField({ speech: { say }, asked }: Pick<Props, "speech" | "asked">) {
  return (
    <search class="cf-search">
      <form action="/search" method="get">
        <label class="govuk-label" for="q">
          {say.search.label}
        </label>
        <p class="govuk-hint" id="q-hint">
          {say.search.hint}
        </p>
        <div class="cf-search__row">
          <input
            class="govuk-input"
            id="q"
            name="q"
            type="search"
            maxLength={200}
            autocomplete="off"
            spellcheck={false}
            aria-describedby="q-hint"
            value={asked}
          />
          <button class="govuk-button" type="submit">
            {say.search.button}
          </button>
        </div>
      </form>
    </search>
  );
}
