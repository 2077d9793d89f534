/** @jsxImportSource preact */
import type { ComponentChildren } from "preact";
import { renderToString } from "preact-render-to-string";
import { assets, islandAddress } from "./assets.js";
import { Mark } from "./parts.js";
import type { Speech } from "./speech.js";
import type { FrameView } from "./view.js";

type FrameProps = {
  view: FrameView;
  speech: Speech;
  /** Of this page, before the product's name. */
  title: string;
  /** What stands under "Where this page comes from". */
  source: ComponentChildren;
  /** Folders of `islands/` whose programs run here; the route sends `islandPolicy` with the page. */
  islands?: readonly string[];
  children: ComponentChildren;
};

type HeadProps = Pick<FrameProps, "title" | "islands"> & { product: string };

function Head({ title, product, islands = [] }: HeadProps) {
  return (
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <title>{`${title} – ${product}`}</title>
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

function Header({ view, speech: { say } }: { view: FrameView; speech: Speech }) {
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
      </div>
    </header>
  );
}

function Frame({ view, speech, title, source, islands = [], children }: FrameProps) {
  const { say } = speech;
  return (
    <html lang={say.language} dir={say.direction} class="govuk-template">
      <Head title={title} product={say.frame.product} islands={islands} />
      <body class="govuk-template__body">
        <a href="#main" class="govuk-skip-link">
          {say.frame.skip}
        </a>
        <Notice view={view} speech={speech} />
        <Header view={view} speech={speech} />
        <main id="main" tabIndex={-1}>
          {children}
        </main>
        <footer class="govuk-footer">
          <div class="govuk-width-container cf-source">
            <h2 class="govuk-heading-s">{say.frame.comesFrom}</h2>
            {source}
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
