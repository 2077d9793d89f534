/** @jsxImportSource preact */
import { hasSigned } from "./agreement.js";
import { Blocks } from "./blocks.js";
import { Check } from "./check.js";
import { documentOf } from "./frame.js";
import { Time, WholeHash } from "./parts.js";
import { Receipt } from "./receipt.js";
import { Seal } from "./seal.js";
import { isolated, type Speech, speechFor } from "./speech.js";
import type { HomeView } from "./view.js";

type Props = { view: HomeView; speech: Speech };

function Hero({ view, speech }: Props) {
  const { hero } = speech.say;
  return (
    <div class="cf-hero">
      <div class="govuk-width-container cf-hero__grid">
        <div>
          <h1 class="govuk-heading-xl">{hero.title}</h1>
          <p class="cf-hero__lead">{hero.lead(view.agencies.length)}</p>
          <p class="cf-hero__ways">
            <a class="cf-button" href="#check">
              {hero.check}
            </a>
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

/** The state of the ledger that the page was made from: size, seal, time, signers, root. */
function Source({ view, speech: { say, as, timeZone } }: Props) {
  const { checkpoint } = view;
  const signers = view.agencies.filter(hasSigned).map((agency) => isolated(agency.title));
  const full = (ms: number) => `${as.date(ms)}, ${as.clockSeconds(ms)} ${timeZone}`;
  return (
    <>
      <p>{say.source.made(view.network.name)}</p>
      <dl>
        <dt>{say.source.size}</dt>
        <dd>{say.source.facts(as.number(checkpoint.size))}</dd>
        <dt>{say.source.seal}</dt>
        <dd>
          {as.number(checkpoint.height)},{" "}
          <Time ms={checkpoint.timeMs} as={as}>
            {full(checkpoint.timeMs)}
          </Time>
        </dd>
        <dt>{say.source.signedBy}</dt>
        <dd>{signers.length === 0 ? say.source.nobody : as.list(signers)}</dd>
        <dt>{say.source.root}</dt>
        <dd>
          <WholeHash hex={checkpoint.rootHex} />
        </dd>
        <dt>{say.source.page}</dt>
        <dd>
          <Time ms={view.nowMs} as={as}>
            {full(view.nowMs)}
          </Time>
        </dd>
      </dl>
    </>
  );
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
    source: <Source view={view} speech={speech} />,
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
