/** @jsxImportSource preact */
import type { ComponentChildren } from "preact";
import { cutBox, cutOf } from "./cut.js";

/**
 * The fingerprint that each half has, in hex: of the fact where they meet, of the whole ledger where a
 * file leads to another one than was signed.
 */
export type Fingerprints = { readonly ledgerHex: string; readonly yoursHex: string };

/** Where the two halves meet: what is drawn of the cut stands in it. */
export function Edges({ children }: { children: ComponentChildren }) {
  return (
    <svg
      class="cf-receipt__cut"
      viewBox={`0 0 ${cutBox.width} ${cutBox.height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
    >
      {children}
    </svg>
  );
}

/** Each half's edge is drawn from the fingerprint that it has: equal ones meet, others stay apart. */
export function Cut({ ledgerHex, yoursHex }: Fingerprints) {
  const [ledger, yours] = [cutOf(ledgerHex), cutOf(yoursHex)];
  const upper = (
    <>
      <path class="stub" d={ledger.upper} />
      <path class="edge" d={ledger.upperEdge} />
    </>
  );
  const lower = (
    <>
      <path class="foil" d={yours.lower} />
      <path class="edge" d={yours.lowerEdge} />
    </>
  );
  if (ledgerHex !== yoursHex) {
    return (
      <>
        <Edges>{upper}</Edges>
        <Edges>{lower}</Edges>
      </>
    );
  }
  return (
    <Edges>
      {lower}
      {upper}
    </Edges>
  );
}
