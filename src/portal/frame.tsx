/** @jsxImportSource preact */
import type { ComponentChildren } from "preact";
import { renderToString } from "preact-render-to-string";
import { assets, islandAddress } from "./assets.js";
import { Breadcrumbs, type Crumb, Navigation, type Section } from "./navigation.js";
import { Mark } from "./parts.js";
import { SearchForm } from "./search-form.js";
import { Source } from "./source.js";
import type { Speech } from "./speech.js";
import type { FrameView, SourceView } from "./view.js";

type FrameProps = {
  view: FrameView;
  speech: Speech;
  /** Of this page, before the product's name. */
  title: string;
  /** The state of the ledger that it was made from; null where it says nothing of a record. */
  source: SourceView | null;
  /** What of the navigation it belongs to. */
  section?: Section;
  /** What leads here from the first page. Without it the page lays out its own width. */
  trail?: readonly Crumb[];
  /** Folders of `islands/` whose programs run here; the route sends `islandPolicy` with the page. */
  islands?: readonly string[];
  children: ComponentChildren;
};

type HeadProps = Pick<FrameProps, "title" | "islands"> & Pick<Speech, "say">;

function Head({ title, say, islands = [] }: HeadProps) {
  return (
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <title>{`${title} – ${say.frame.product}`}</title>
      <link rel="icon" href={assets.mark} type="image/svg+xml" />
      <link rel="preload" href={assets.font} as="font" type="font/woff2" crossorigin="anonymous" />
      <link rel="stylesheet" href={assets.styles} />
      {islands.map((name) => (
        <script key={name} type="module" src={islandAddress(name)} />
      ))}
    </head>
  );
}

function Notice({ view, speech: { say } }: { view: FrameView; speech: Speech }) {
  if (!view.demo && !view.keysOnOneMachine) return null;
  return (
    <section class="cf-notice" aria-label={say.frame.noticeLabel}>
      <p class="govuk-width-container">
        {view.demo && say.frame.demo}{" "}
        {view.keysOnOneMachine && <strong>{say.frame.keysOnOneMachine}</strong>}
      </p>
    </section>
  );
}

function Header({ view, speech, section }: Pick<FrameProps, "view" | "speech" | "section">) {
  const { say } = speech;
  const searches = section === "home" || section === "search";
  return (
    <header class="govuk-generic-header">
      <div class="govuk-generic-header__container govuk-width-container">
        <div class="govuk-generic-header__logo">
          <a href="/" class="govuk-generic-header__homepage-link">
            <Mark />
            <span class="cf-wordmark">
              <span class="cf-wordmark__name">{say.frame.product}</span>{" "}
              <bdi class="cf-wordmark__of">{view.network.title}</bdi>
            </span>
          </a>
        </div>
        {!searches && <SearchForm speech={speech} id="find" />}
      </div>
    </header>
  );
}

function Frame(props: FrameProps) {
  const { view, speech, title, source, section, trail, islands = [], children } = props;
  const { say } = speech;
  return (
    <html lang={say.language} dir={say.direction} class="govuk-template">
      <Head title={title} say={say} islands={islands} />
      <body class="govuk-template__body">
        <a href="#main" class="govuk-skip-link">
          {say.frame.skip}
        </a>
        <Notice view={view} speech={speech} />
        <Header {...props} />
        <Navigation demo={view.demo} section={section} speech={speech} />
        {trail !== undefined && <Breadcrumbs trail={trail} speech={speech} />}
        <main id="main" tabIndex={-1}>
          {trail === undefined ? (
            children
          ) : (
            <div class="govuk-width-container govuk-main-wrapper">{children}</div>
          )}
        </main>
        <footer class="govuk-footer">
          <div class="govuk-width-container cf-source">
            <h2 class="govuk-heading-s">{say.frame.comesFrom}</h2>
            <Source view={view} source={source} speech={speech} />
          </div>
        </footer>
      </body>
    </html>
  );
}

/** The complete document: text is escaped, no script but `islands` runs, nothing comes from elsewhere. */
export function documentOf(props: FrameProps): string {
  return `<!doctype html>\n${renderToString(<Frame {...props} />)}\n`;
}
