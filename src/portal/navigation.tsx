/** @jsxImportSource preact */
import type { Messages } from "./messages.js";
import type { Speech } from "./speech.js";

const addresses = {
  home: "/",
  land: "/land",
  my: "/my",
  verify: "/verify",
  explorer: "/explorer",
  demo: "/demo",
} as const;

/** What a page belongs to; the search has a page, but no place in the navigation. */
export type Section = keyof typeof addresses | "search";

/** Text and address of a page on the way to this one. */
export type Crumb = readonly [text: string, address: string];

const sections = Object.keys(addresses) as (keyof typeof addresses)[];

type Props = {
  demo: boolean;
  section: Section | undefined;
  speech: { readonly say: Pick<Messages, "frame"> };
};

export function Navigation({ demo, section, speech: { say } }: Props) {
  return (
    <nav class="govuk-service-navigation" aria-label={say.frame.navigation}>
      <div class="govuk-width-container">
        <ul class="govuk-service-navigation__list">
          {sections
            .filter((name) => demo || name !== "demo")
            .map((name) => (
              <li key={name} class="govuk-service-navigation__item">
                <a
                  class="govuk-service-navigation__link"
                  href={addresses[name]}
                  aria-current={name === section ? "true" : undefined}
                >
                  {say.frame.sections[name]}
                </a>
              </li>
            ))}
        </ul>
      </div>
    </nav>
  );
}

/** From the first page to the one above this; nothing where this hangs on the first page itself. */
export function Breadcrumbs({
  trail,
  speech: { say },
}: {
  trail: readonly Crumb[];
  speech: Speech;
}) {
  if (trail.length === 0) return null;
  const first: Crumb = [say.frame.sections.home, addresses.home];
  return (
    <nav class="govuk-breadcrumbs govuk-width-container" aria-label={say.frame.breadcrumbs}>
      <ol class="govuk-breadcrumbs__list">
        {[first, ...trail].map(([text, address]) => (
          <li key={address} class="govuk-breadcrumbs__list-item">
            <a href={address}>
              <bdi>{text}</bdi>
            </a>
          </li>
        ))}
      </ol>
    </nav>
  );
}
