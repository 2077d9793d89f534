/** @jsxImportSource preact */
import type { ComponentChildren } from "preact";
import { cutBox, cutOf } from "./cut.js";

type Props = {
  /** Id of a heading in `stub` or `children` that names the receipt. */
  labelledBy: string;
  /** Fingerprint that the ledger has, and the one that this half has; apart where they differ. */
  ledger: string;
  yours?: string;
  stub: ComponentChildren;
  large?: boolean;
  children: ComponentChildren;
};

/**
 * A receipt that somebody holds: both halves, each drawn from the fingerprint that it has. The drawing
 * illustrates; the checks prove.
 * @throws PORTAL_FINGERPRINT
 */
export function Halves({ labelledBy, ledger, yours = ledger, stub, large, children }: Props) {
  const upper = cutOf(ledger);
  const lower = cutOf(yours);
  const kind = `${large ? " cf-receipt--large" : ""}${yours === ledger ? "" : " cf-receipt--apart"}`;
  return (
    <section class={`cf-receipt${kind}`} aria-labelledby={labelledBy}>
      <div class="cf-receipt__stub">{stub}</div>
      <svg
        class="cf-receipt__cut"
        viewBox={`0 0 ${cutBox.width} ${cutBox.height}`}
        preserveAspectRatio="none"
        aria-hidden="true"
        focusable="false"
      >
        <path class="stub" d={upper.upper} />
        <path class="edge" d={upper.upperEdge} />
        <path class="foil" d={lower.lowerEdge} />
        <path class="edge" d={lower.lowerEdge} />
      </svg>
      <div class="cf-receipt__body">{children}</div>
    </section>
  );
}
