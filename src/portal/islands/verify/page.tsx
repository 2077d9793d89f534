import type { ComponentChildren } from "preact";
import { frame } from "../../messages/frame.js";
import type { VerifyWords } from "../../messages/verify.js";
import { Navigation } from "../../navigation.js";
import { Mark } from "../../parts.js";

type Props = {
  say: VerifyWords;
  served: boolean;
  /** Files are held over the page. */
  over: boolean;
  children: ComponentChildren;
};

function Name({ page }: Pick<VerifyWords, "page">) {
  return (
    <>
      <Mark />
      <span class="cf-wordmark">
        <span class="cf-wordmark__name">{page.product}</span>{" "}
        <span class="cf-wordmark__of">{page.name}</span>
      </span>
    </>
  );
}

/** The page's frame: links lead to the node that served it, and nowhere from a saved file. */
export function Page({ say: { page }, served, over, children }: Props) {
  return (
    <>
      <header class="govuk-generic-header">
        <div class="govuk-generic-header__container govuk-width-container">
          <div class="govuk-generic-header__logo">
            {served ? (
              <a href="/" class="govuk-generic-header__homepage-link">
                <Name page={page} />
              </a>
            ) : (
              <span class="govuk-generic-header__homepage-link">
                <Name page={page} />
              </span>
            )}
          </div>
        </div>
      </header>
      {served && <Navigation demo={false} section="verify" speech={{ say: { frame } }} />}
      <main
        id="main"
        tabIndex={-1}
        class="govuk-width-container govuk-main-wrapper"
        data-over={over}
      >
        {children}
      </main>
      <footer class="govuk-footer">
        <div class="govuk-width-container">
          <h2 class="govuk-heading-s">{page.comesFrom}</h2>
          <p>{page.oneFile}</p>
          {served && (
            <p>
              <a href="/verify?download" download="counterfoil-verify.html">
                {page.keep}
              </a>{" "}
              {page.keepHint}
            </p>
          )}
        </div>
      </footer>
    </>
  );
}
