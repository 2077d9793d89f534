/** @jsxImportSource preact */
import type { ComponentChildren } from "preact";
import { Cut } from "../edges.js";
import { Hash, Moment } from "../parts.js";
import { agenciesAt } from "./agencies.js";
import type { Examined } from "./examine.js";
import type { Spoken } from "./words.js";

function Facts({ examined, say, as }: Spoken & { examined: Examined }) {
  const { name, judged, receipt, seal } = examined;
  const ms = seal?.time ?? receipt?.cosigned;
  return (
    <dl class="cf-facts">
      <dt>{say.halves.file}</dt>
      <dd>
        <bdi>{name}</bdi>
      </dd>
      {receipt !== null && (
        <>
          <dt>{say.halves.fact}</dt>
          <dd>{as.number(receipt.fact.index)}</dd>
        </>
      )}
      {judged !== null && (
        <>
          <dt>{say.halves.size}</dt>
          <dd>{as.number(judged.checkpoint.size)}</dd>
        </>
      )}
      {ms !== undefined && (
        <>
          <dt>{seal === null ? say.halves.signed : say.halves.sealed}</dt>
          <dd>
            <Moment ms={ms} as={as} seconds />
          </dd>
        </>
      )}
    </dl>
  );
}

type Props = Spoken & {
  examined: Examined;
  /** What stands beside the words on the edges, such as a code to scan. */
  children?: ComponentChildren;
};

/** The ledger's half over yours; nothing is drawn that was not computed from either. */
export function Halves({ examined, say, as, children }: Props) {
  const { fingerprints, judged } = examined;
  if (fingerprints === null || judged === null) return null;
  const { ledgerHex, yoursHex } = fingerprints;
  const meet = ledgerHex === yoursHex;
  const agencies = agenciesAt(examined.trust, judged.checkpoint.size);
  return (
    <div class={`cf-receipt cf-receipt--large${meet ? "" : " cf-receipt--apart"}`}>
      <div class="cf-receipt__stub">
        <strong>{say.halves.ledger}</strong>
        <p>{say.halves.signedBy(judged.signedBy.length, agencies.length)}</p>
        <p>
          <Hash hex={ledgerHex} />
        </p>
      </div>
      <Cut {...fingerprints} />
      <div class="cf-receipt__body">
        <strong>{say.halves.yours}</strong>
        <p>
          <Hash hex={yoursHex} />
        </p>
        <Facts examined={examined} say={say} as={as} />
        {children}
        <p class="govuk-body-s">{meet ? say.halves.meet : say.halves.apart}</p>
      </div>
    </div>
  );
}
