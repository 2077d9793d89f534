/** @jsxImportSource preact */
import { documentOf } from "./frame.js";
import { common } from "./messages/common.js";
import { shells } from "./messages/islands.js";
import type { Crumb } from "./navigation.js";
import { speechFor } from "./speech.js";
import type { FrameView } from "./view.js";

/** A page whose program works with keys of the reader's browser. */
export type IslandView = FrameView & {
  /** Folder of `islands/`. */
  readonly island: keyof typeof shells;
  readonly trail: readonly Crumb[];
};

/**
 * What such a page says before its program runs, and to readers without one: what it does, why it
 * needs a browser that runs it, and how to do the same without.
 */
export function renderIsland(view: IslandView): string {
  const { island, trail } = view;
  const { title, lead, without } = shells[island];
  return documentOf({
    view,
    speech: speechFor(view),
    title,
    source: null,
    section: "my",
    trail,
    islands: [island],
    children: (
      <>
        <div class="cf-stack">
          <h1 class="govuk-heading-xl">{title}</h1>
          <p class="cf-say">{lead}</p>
        </div>
        <div id="island">
          <section class="cf-section cf-stack" aria-labelledby="needs">
            <h2 class="govuk-heading-l" id="needs">
              {common.needsBrowser}
            </h2>
            <p class="govuk-body">{common.keyStays}</p>
            <h3 class="govuk-heading-m">{common.counterTitle}</h3>
            <ul class="govuk-list--bullet">
              {without.map((way) => (
                <li key={way}>{way}</li>
              ))}
            </ul>
          </section>
        </div>
      </>
    ),
  });
}
