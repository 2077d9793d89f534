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
