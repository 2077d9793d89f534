/** @jsxImportSource preact */
import { hasSigned } from "./agreement.js";
import { Blocks } from "./blocks.js";
import { Check } from "./check.js";
import { documentOf } from "./frame.js";
import { Receipt } from "./receipt.js";
import { Seal } from "./seal.js";
import { SearchField } from "./search-form.js";
import { type Speech, speechFor } from "./speech.js";
import type { HomeView, SourceView } from "./view.js";

type Props = { view: HomeView; speech: Speech };

function Hero({ view, speech }: Props) {
  const { hero } = speech.say;
  return (
    <div class="cf-hero">
      <div class="govuk-width-container cf-hero__grid">
        <div>
          <h1 class="govuk-heading-xl">{hero.title}</h1>
          <p class="cf-hero__lead">{hero.lead(view.agencies.length)}</p>
          <SearchField speech={speech} />
          <p class="cf-hero__ways">
            <a href="#check">{hero.check}</a>
            <a href="#written">{hero.seals}</a>
          </p>
        </div>
        {view.latestRecord !== null && (
          <Receipt view={view} record={view.latestRecord} speech={speech} />
        )}
      </div>
    </div>
  );
}

function sourceOf({ checkpoint, agencies, nowMs }: HomeView): SourceView {
  const signedBy = agencies.filter(hasSigned).map(({ title }) => title);
  return { checkpoint, signedBy, of: agencies.length, nowMs, behind: null };
}

/**
 * The first page as a complete HTML document. It shows what the view gives and nothing else: a
 * tooth is drawn solid only where `signedAtMs` stands for a co-signature that the caller checked.
 * @throws PORTAL_FINGERPRINT, and RangeError for a time zone that the runtime does not know
 */
export function renderHome(view: HomeView): string {
  const speech = speechFor(view);
  return documentOf({
    view,
    speech,
    title: view.network.title,
    section: "home",
    source: sourceOf(view),
    children: (
      <>
        <Hero view={view} speech={speech} />
        <Seal view={view} speech={speech} />
        <div class="govuk-width-container">
          <Blocks view={view} speech={speech} />
          <Check view={view} speech={speech} />
        </div>
      </>
    ),
  });
}
