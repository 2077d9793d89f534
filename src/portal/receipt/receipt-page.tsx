/** @jsxImportSource preact */
import { toHex } from "../../base/text.js";
import type { VerifiedReceipt } from "../../ledger/verify-receipt.js";
import { documentOf } from "../frame.js";
import { Time, Typed, WholeHash } from "../parts.js";
import { Banner, SummaryList, Tag } from "../pieces.js";
import { Qr } from "../qr.js";
import { type Speech, speechFor } from "../speech.js";
import { addressOf } from "../table.js";
import type { PageView } from "../view.js";
import type { Examined } from "./examine.js";
import { Halves } from "./halves.js";
import { Proves } from "./proves.js";
import { Statement } from "./record.js";
import { subjectOf } from "./statement.js";
import { longTime } from "./times.js";

export type ReceiptPageView = PageView & {
  readonly key: string;
  /** The receipt, judged by this node's own trust file. */
  readonly examined: Examined;
  /** The time that was asked for; null: now. */
  readonly asOfMs: number | null;
  /** In the module's words, where it has better ones than a verifier knows; else null. */
  readonly sentence: string | null;
  /** Where the portal has a page of what the record is about. */
  readonly page: string | null;
  /** What the code leads to. */
  readonly code: string;
  /** How what was scanned compares; null where nothing was. */
  readonly paper: { readonly is: "same" | "replaced" | "other"; readonly index: number } | null;
};

type Props = { view: ReceiptPageView; speech: Speech };

const pathOf = (key: string): string => `/receipts/${key}`;

function Paper({ view: { paper, key }, speech: { say } }: Props) {
  if (paper === null) return null;
  const words = say.receiptPage.paper;
  if (paper.is === "same") {
    return (
      <p class="cf-state">
        <Tag state="good">{words.same}</Tag>
      </p>
    );
  }
  return (
    <Banner bad={paper.is === "other"}>
      <p>
        {words[paper.is]}{" "}
        {paper.is === "replaced" && (
          <a href={addressOf(`/explorer/facts/${key}`, { version: paper.index })}>{words.see}</a>
        )}
      </p>
    </Banner>
  );
}

function Ways({ view, speech: { say } }: Props) {
  const { key, asOfMs, page } = view;
  const query = { "as-of": asOfMs, download: "" };
  return (
    <>
      <p class="govuk-button-group cf-noprint">
        <a class="govuk-button" href={addressOf(pathOf(key), query)}>
          {say.receiptPage.download}
        </a>
        <a class="govuk-button govuk-button--secondary" href="/trust.json" download="trust.json">
          {say.receiptPage.trust}
        </a>
        <a class="govuk-button govuk-button--secondary" href="/verify">
          {say.receiptPage.verify}
        </a>
      </p>
      <p class="cf-export cf-noprint">
        <a href={`/explorer/facts/${key}`}>{say.receiptPage.fact}</a>
        {page !== null && <a href={page}>{say.receiptPage.page}</a>}
      </p>
    </>
  );
}

/** When it stood so, and who stands behind that. */
function State({ view, speech }: Props) {
  const { receipt } = view.examined;
  const { say, as } = speech;
  if (receipt === null) return null;
  const { asOf, current, sealTime, signedBy, cosigned } = receipt;
  const words = say.verify.result;
  const stood =
    asOf !== null
      ? words.inForce(longTime(asOf.time, as))
      : current && sealTime !== null
        ? words.newest(longTime(sealTime, as))
        : words.happened;
  return (
    <>
      <p>{stood}</p>
      <p class="cf-state">
        {say.receiptPage.signed(signedBy.length, view.source.of, longTime(cosigned, as))}
      </p>
    </>
  );
}

function Words({ view, receipt, speech }: Props & { receipt: VerifiedReceipt }) {
  const { say, as } = speech;
  if (view.sentence === null) return <Statement receipt={receipt} say={say.verify} as={as} />;
  return (
    <p class="cf-sentence">
      <bdi>{view.sentence}</bdi>
    </p>
  );
}

function Heading({ view, speech }: Props) {
  const { say } = speech;
  const { receipt } = view.examined;
  return (
    <div class="cf-stack">
      <p class="govuk-caption-l">
        {say.receiptPage.caption(subjectOf(view.key, say.verify.record))}
      </p>
      <h1 class="govuk-heading-xl">{say.receiptPage.title}</h1>
      <Paper view={view} speech={speech} />
      {receipt === null ? (
        <Banner>
          <p>{say.receiptPage.unsigned}</p>
        </Banner>
      ) : (
        <Words view={view} receipt={receipt} speech={speech} />
      )}
      <State view={view} speech={speech} />
      <p class="cf-caution">{say.receiptPage.losing}</p>
      {receipt !== null && <Ways view={view} speech={speech} />}
    </div>
  );
}

function OtherTime({ view, speech: { say } }: Props) {
  return (
    <section class="cf-section cf-noprint" aria-labelledby="other-time">
      <h2 class="govuk-heading-l" id="other-time">
        {say.receiptPage.otherTime}
      </h2>
      <form action={pathOf(view.key)} method="get">
        <label class="govuk-label" for="as-of">
          {say.receiptPage.date}
        </label>
        <p class="govuk-hint" id="as-of-hint">
          {say.receiptPage.otherTimeHint}
        </p>
        <div class="cf-filter">
          <input
            class="govuk-input cf-date"
            type="date"
            id="as-of"
            name="as-of"
            aria-describedby="as-of-hint"
            value={view.asOfMs === null ? undefined : dayOf(view.asOfMs)}
          />
          <button class="govuk-button govuk-button--secondary" type="submit">
            {say.receiptPage.show}
          </button>
          {view.asOfMs !== null && <a href={pathOf(view.key)}>{say.receiptPage.now}</a>}
        </div>
      </form>
    </section>
  );
}

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

function How({ speech: { say } }: Pick<Props, "speech">) {
  return (
    <section class="cf-section cf-noprint" aria-labelledby="how">
      <h2 class="govuk-heading-l" id="how">
        {say.receiptPage.howTitle}
      </h2>
      <ol class="cf-steps">
        {say.receiptPage.how.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <p class="cf-caution">{say.receiptPage.cannotProve}</p>
    </section>
  );
}

function Details({ view, speech }: Props) {
  const { say, as } = speech;
  const { receipt, fingerprints, sizeBytes, name } = view.examined;
  if (receipt === null || fingerprints === null) return null;
  const { details } = say.verify;
  const { fact, size, root, signedBy, sealTime, authority } = receipt;
  return (
    <section class="cf-section" aria-labelledby="details">
      <h2 class="govuk-heading-l" id="details">
        {details.title}
      </h2>
      <SummaryList
        entries={[
          [details.signedBy, as.list(signedBy)],
          [
            say.receiptPage.sealed,
            sealTime === null ? null : (
              <Time ms={sealTime} as={as}>
                {longTime(sealTime, as)}
              </Time>
            ),
          ],
          [details.key, <Typed key="key">{fact.key}</Typed>],
          [say.receiptPage.place, say.receiptPage.placeOf(as.number(fact.index), as.number(size))],
          [details.fingerprint, <WholeHash key="fingerprint" hex={fingerprints.yoursHex} />],
          [details.root, <WholeHash key="root" hex={toHex(root)} />],
          [
            details.writer,
            authority === null ? null : (
              <a href={`/explorer/facts/${authority}`}>
                <Typed>{authority}</Typed>
              </a>
            ),
          ],
          [
            say.receiptPage.file,
            <>
              <bdi>{name}</bdi>, {say.receiptPage.bytes(as.number(sizeBytes))}
            </>,
          ],
        ]}
      />
    </section>
  );
}

/** Under the page of what it is about, else under the explorer. */
function placeOf({ key, page }: ReceiptPageView, { say }: Speech) {
  if (page === null) {
    const trail = [[say.explorer.title, "/explorer"]] as const;
    return { section: "explorer", trail } as const;
  }
  const subject = subjectOf(key, say.verify.record);
  const trail = [
    [say.frame.sections.land, "/land"],
    [subject, page],
  ] as const;
  return { section: "land", trail } as const;
}

/** A receipt to keep and to print on one sheet. */
export function renderReceipt(view: ReceiptPageView): string {
  const speech = speechFor(view);
  const { say, as } = speech;
  const { examined } = view;
  const subject = subjectOf(view.key, say.verify.record);
  return documentOf({
    view,
    speech,
    title: say.receiptPage.caption(subject),
    source: view.source,
    ...placeOf(view, speech),
    children: (
      <div class="cf-page cf-page--aside cf-keep">
        <Heading view={view} speech={speech} />
        <div class="cf-aside">
          <Halves examined={examined} say={say.verify} as={as}>
            <div class="cf-scan">
              <Qr text={view.code} label={say.receiptPage.code} />
              <p>
                <strong>{say.receiptPage.code}</strong> {say.receiptPage.codeHint}
              </p>
            </div>
          </Halves>
        </div>
        <div>
          {examined.receipt !== null && (
            <Proves receipt={examined.receipt} level={2} say={say.verify} as={as} />
          )}
          <Details view={view} speech={speech} />
          <How speech={speech} />
          <OtherTime view={view} speech={speech} />
        </div>
      </div>
    ),
  });
}
