/** @jsxImportSource preact */
import { hasSigned } from "./agreement.js";
import { cutOf } from "./cut.js";
import { Edges } from "./edges.js";
import { Hash, Moment, Typed } from "./parts.js";
import type { Speech } from "./speech.js";
import type { HomeView, RecordView } from "./view.js";

type Props = { view: HomeView; record: RecordView; speech: Speech };

function LedgerHalf({ view, record, speech: { say, as } }: Props) {
  const signed = view.agencies.filter(hasSigned).length;
  return (
    <div class="cf-receipt__stub">
      <h2 class="govuk-heading-s" id="receipt">
        {say.receipt.ledgerHalf}
      </h2>
      <p class="cf-sentence">
        <bdi>{record.sentence}</bdi>
      </p>
      <dl class="cf-facts">
        <dt>{say.receipt.written}</dt>
        <dd>
          <Moment ms={record.timeMs} as={as} />
        </dd>
        <dt>{say.receipt.signed}</dt>
        <dd>{say.receipt.signedBy(signed, view.agencies.length)}</dd>
        <dt>{say.receipt.fact}</dt>
        <dd>{say.receipt.factOf(as.number(record.index), as.number(view.checkpoint.size))}</dd>
        <dt>{say.receipt.key}</dt>
        <dd>
          <Typed>{record.key}</Typed>
        </dd>
        <dt>{say.receipt.fingerprint}</dt>
        <dd>
          <Hash hex={record.fingerprintHex} />
        </dd>
      </dl>
    </div>
  );
}

function CutLine({ fingerprintHex }: { fingerprintHex: string }) {
  const cut = cutOf(fingerprintHex);
  return (
    <Edges>
      <path class="stub" d={cut.upper} />
      <path class="edge" d={cut.upperEdge} />
      <path class="yours" d={cut.lowerEdge} />
    </Edges>
  );
}

/** The newest record as the ledger's half; the other half is an outline, since nobody holds it here. */
export function Receipt(props: Props) {
  const { say } = props.speech;
  return (
    <section class="cf-receipt" aria-labelledby="receipt">
      <LedgerHalf {...props} />
      <CutLine fingerprintHex={props.record.fingerprintHex} />
      <div class="cf-receipt__yours">
        <p>
          <strong>{say.receipt.yourHalf}</strong>{" "}
          <a href={`/receipts/${props.record.key}`}>{say.receipt.get}</a>
        </p>
        <p>{say.receipt.losing}</p>
      </div>
    </section>
  );
}
