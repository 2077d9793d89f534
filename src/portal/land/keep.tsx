/** @jsxImportSource preact */
import { Cut } from "../edges.js";
import { Hash, Moment } from "../parts.js";
import type { Speech } from "../speech.js";
import type { TitleView } from "./view.js";

type Props = { view: TitleView; speech: Speech };

function YourHalf({ view, speech: { say, as } }: Props) {
  const { keep, rights } = say.land;
  const { checkpoint, signedBy, of } = view.source;
  const { timeMs } = checkpoint;
  const { owners, others } = view.today;
  return (
    <div class="cf-receipt__body">
      <h2 class="govuk-heading-s" id="receipt">
        {keep.yourHalf}
      </h2>
      <p class="cf-sentence">
        {keep.title} <span class="cf-id">{view.id}</span>
        {keep.sentence(owners, others === 0 ? keep.noOthers : keep.withOthers(others))}
      </p>
      <dl class="cf-facts">
        <dt>{keep.current}</dt>
        <dd>
          <Moment ms={timeMs} as={as} />
        </dd>
        <dt>{keep.signedBy}</dt>
        <dd>{keep.signed(signedBy.length, of)}</dd>
        <dt>{keep.fingerprint}</dt>
        <dd>
          <Hash hex={view.fact.fingerprintHex} />
        </dd>
      </dl>
      <a class="govuk-button govuk-button--full" href={`/receipts/${view.fact.key}`}>
        {keep.keep}
      </a>
      <a class="govuk-button govuk-button--secondary govuk-button--full" href="/verify">
        {keep.verify}
      </a>
      <p class="govuk-body-s">{rights.losing}</p>
    </div>
  );
}

/** The title as it stands today as a receipt: both halves are drawn from the same fingerprint. */
export function Keep(props: Props) {
  const { view, speech } = props;
  const { say, as } = speech;
  const { index, fingerprintHex } = view.fact;
  return (
    <section class="cf-receipt" aria-labelledby="receipt">
      <div class="cf-receipt__stub">
        <strong>{say.land.keep.ledgerHalf}</strong>
        <p>
          {say.land.keep.factOf(as.number(index), as.number(view.source.checkpoint.size))}
          <br />
          <Hash hex={fingerprintHex} />
        </p>
      </div>
      <Cut ledgerHex={fingerprintHex} yoursHex={fingerprintHex} />
      <YourHalf {...props} />
    </section>
  );
}
